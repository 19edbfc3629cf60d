"""Ways out of the house, against a server that misbehaves: nothing counts as sent that was not."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import logging
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.gateways import dripping, dripping_its_head, half, says, served, silent
from tests.personas import moment
from workflow import outbox
from workflow.channels import posting
from workflow.enums import Channel
from workflow.models import Dispatch, Gateway

AT = moment(dt.date(2026, 3, 2))
MINUTE = dt.timedelta(minutes=1)
SECRET = "SEC-nobody-may-see-this"
FINE = {"errcode": 0, "errmsg": "ok", "code": 0, "msg": "success", "data": {"message_id": "m-1"}}
OPTIONS = {
    "webhook": {"success": ["code", 0], "id": "data.message_id"},
    "sms": {
        "body": {"phone": "{mobile}", "content": "{text}", "id": "{uid}", "key": "{secret}"},
        "success": ["code", 0],
        "limited": [130101],
        "id": "data.message_id",
    },
}
REFUSED = {"errcode": 93000, "errmsg": "invalid webhook url", "code": 19021, "msg": "sign match fail"}
LIMITED = {
    "wecom": {"errcode": 45009, "errmsg": "api freq out of limit"},
    "dingtalk": {"errcode": 130101, "errmsg": "send too fast"},
    "feishu": {"code": 11232, "msg": "frequency limited"},
    "sms": {"code": 130101},
}
CHANNELS = ("wecom", "dingtalk", "feishu", "webhook", "sms")


def told(office, channel: str, url: str) -> Dispatch:
    """A message to the office of the first unit through a gateway of the place."""
    user = office.city.office0
    user.mobile = "13800000001"
    user.save(update_fields=["mobile"])
    Gateway.objects.get_or_create(
        jurisdiction=office.city.place, channel=channel, name="群机器人",
        defaults={"url": f"{url}/send?key=K1", "secret": SECRET, "options": OPTIONS.get(channel, {})},
    )  # fmt: skip
    words = {"subject": "办理期限提醒：1项", "body": "· 第1号", "at": AT, "place": office.city.place.pk}
    return outbox.enqueue(user, Channel(channel), **words)


def state(message) -> tuple[str, int]:
    message.refresh_from_db()
    return message.status, message.attempts


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_the_other_side_took_is_sent_once(office, channel):
    with served(says(FINE)) as (url, taken):
        message = told(office, channel, url)
        assert [outbox.deliver(AT), outbox.deliver(AT + MINUTE)] == [1, 0]
    assert state(message) == ("sent", 1)
    assert len(taken) == 1
    assert message.provider_id == ("m-1" if channel in ("feishu", "webhook", "sms") else "")


BAD = {
    "timeout": (silent, "pending"),
    "dripping": (dripping, "pending"),
    "dripping its head": (dripping_its_head, "pending"),
    "500": (says("oops", 500), "pending"),
    "half": (half, "pending"),
    "not JSON": (says("<html>OK</html>"), "pending"),
    "JSON without a code": (says([1] and "[1]"), "pending"),
    "a code of another kind": (says({"errcode": None, "code": [0]}), "pending"),
    "too long": (says(" " * 70_000), "pending"),
    "error code": (says(REFUSED), "dead"),
    "redirect": (says(FINE, 302, Location="http://127.0.0.1:9/elsewhere"), "dead"),
    "403": (says("no", 403), "dead"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("channel", CHANNELS)
def test_what_went_wrong_is_not_counted_as_sent(office, channel, case, caplog, monkeypatch):
    behave, status = BAD[case]
    if behave in (silent, dripping, dripping_its_head):  # the others answer in their own time, on a busy machine too
        monkeypatch.setattr(posting, "TIMEOUT", httpx.Timeout(0.3))
        monkeypatch.setattr(posting, "LONGEST", 0.4)
    caplog.set_level(logging.DEBUG)
    with served(behave) as (url, taken):
        message = told(office, channel, url)
        assert outbox.deliver(AT) == 0
    assert state(message) == (status, 1)
    assert len(taken) == 1  # a redirect is not followed
    assert message.last_error
    assert message.sent_at is None
    assert not [word for word in (SECRET, "K1", "127.0.0.1") if word in message.last_error]


@pytest.mark.parametrize("channel", CHANNELS)
def test_nobody_at_home_is_tried_again_with_patience_and_dead_in_the_end(office, channel):
    with served(says(FINE)) as (url, _):
        pass
    message, at = told(office, channel, url), AT
    for minutes in outbox.PATIENCE:
        assert outbox.deliver(at) == 0
        assert state(message)[0] == "pending"
        at += minutes * MINUTE
        assert message.next_try_at == at
    outbox.deliver(at)
    assert state(message) == ("dead", outbox.MOST_ATTEMPTS)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_server_that_recovers_gets_the_message(office, channel):
    with served(says("oops", 500)) as (url, _):
        message = told(office, channel, url)
        outbox.deliver(AT)
    with served(says(FINE)) as (url, taken):
        Gateway.objects.update(url=url)
        assert outbox.deliver(AT + MINUTE) == 1
    assert (state(message), len(taken)) == (("sent", 2), 1)


LIMITS = [pytest.param(channel, says(answer), 60, id=f"{channel}-code") for channel, answer in LIMITED.items()]
LIMITS += [pytest.param(each, says("", 429, Retry_After="90"), 90, id=f"{each}-429") for each in CHANNELS]


@pytest.mark.parametrize(("channel", "behave", "seconds"), LIMITS)
def test_a_limit_holds_all_that_goes_the_same_way_and_costs_no_attempt(office, channel, behave, seconds):
    with served(behave) as (url, taken):
        messages = [told(office, channel, url) for _ in range(3)]
        assert outbox.deliver(AT) == 0
        assert outbox.deliver(AT + MINUTE / 2) == 0
    assert len(taken) == 1
    assert {state(message) for message in messages} == {("pending", 0)}
    assert {message.next_try_at for message in messages} == {AT + dt.timedelta(seconds=seconds)}
    with served(says(FINE)) as (url, taken):
        Gateway.objects.update(url=url)
        assert outbox.deliver(AT + 2 * MINUTE) == 3


def test_a_limit_that_lasts_for_days_is_dead_in_the_end(office):
    with served(says(LIMITED["wecom"])) as (url, _):
        message, at = told(office, "wecom", url), AT + dt.timedelta(days=1)
        for minutes in (*outbox.PATIENCE, 0):
            outbox.deliver(at)
            at += minutes * MINUTE
    assert state(message) == ("dead", outbox.MOST_ATTEMPTS)


def sent_to(office, channel: str) -> tuple[Dispatch, str, dict, bytes]:
    with served(says(FINE)) as (url, taken):
        message = told(office, channel, url)
        outbox.deliver(AT)
    return message, *taken[0]


def test_wecom_rings_for_the_mobile(office):
    _, path, _, body = sent_to(office, "wecom")
    assert path == "/send?key=K1"
    text = json.loads(body)["text"]
    assert text["mentioned_mobile_list"] == ["13800000001"]
    assert text["content"] == f"{office.city.office0.name}：办理期限提醒：1项\n· 第1号"


def test_dingtalk_is_signed_in_the_address_encoded_once(office):
    _, path, _, body = sent_to(office, "dingtalk")
    named = {name: value for name, (value,) in parse_qs(urlsplit(path).query).items()}
    digest = hmac.digest(SECRET.encode(), f"{named['timestamp']}\n{SECRET}".encode(), hashlib.sha256)
    assert (named["key"], base64.b64decode(named["sign"])) == ("K1", digest)
    assert "%25" not in path
    told_ = json.loads(body)
    assert (told_["at"]["atMobiles"], told_["text"]["content"][-12:]) == (["13800000001"], "@13800000001")


def test_feishu_is_signed_in_the_body(office):
    _, _, _, body = sent_to(office, "feishu")
    told_ = json.loads(body)
    digest = hmac.digest(f"{told_['timestamp']}\n{SECRET}".encode(), b"", hashlib.sha256)
    assert base64.b64decode(told_["sign"]) == digest
    assert office.city.office0.name in told_["content"]["text"]


def test_a_webhook_is_signed_and_keeps_its_key(office):
    message, _, headers, body = sent_to(office, "webhook")
    signed = f"{headers['X-Dafu-Timestamp']}.".encode() + body
    assert headers["X-Dafu-Signature"] == "sha256=" + hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["Idempotency-Key"] == json.loads(body)["id"] == str(message.uid)


def test_a_webhook_without_a_mark_of_success_counts_2xx(office):
    with served(says("", 204)) as (url, _):
        message = told(office, "webhook", url)
        Gateway.objects.update(options={})
        outbox.deliver(AT)
    assert state(message) == ("sent", 1)


def test_sms_fills_the_template(office):
    message, _, _, body = sent_to(office, "sms")
    assert json.loads(body) == {
        "phone": "13800000001",
        "content": "办理期限提醒：1项，请登录系统查看。",
        "id": str(message.uid),
        "key": SECRET,
    }


def test_a_long_text_is_cut_to_what_the_robot_takes(office):
    with served(says(FINE)) as (url, taken):
        message = told(office, "wecom", url)
        Dispatch.objects.filter(pk=message.pk).update(body="长" * 3000)
        outbox.deliver(AT)
    content = json.loads(taken[0][2])["text"]["content"].encode()
    assert 2000 < len(content) <= 2048


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/x", "file:///etc/passwd", "http://x:port/", "nonsense"])
@pytest.mark.parametrize("channel", CHANNELS)
def test_an_address_that_is_none_of_the_web_is_refused(office, channel, url):
    message = told(office, channel, "http://127.0.0.1")
    Gateway.objects.update(url=url)
    outbox.deliver(AT)
    assert state(message) == ("dead", 1)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_gateway_that_was_shut_off_sends_nothing(office, channel):
    with served(says(FINE)) as (url, taken):
        message = told(office, channel, url)
        Gateway.objects.update(active=False)
        assert outbox.deliver(AT) == 0
        assert told(office, channel, url) is None
    assert (state(message), taken, message.last_error) == (("dead", 1), [], "消息渠道已停用。")


def test_the_gateway_of_the_unit_comes_before_that_of_the_place(office):
    with served(says(FINE)) as (url, taken):
        told(office, "wecom", url)
        own = {"jurisdiction": office.city.place, "department": office.city.units[0], "name": "本局群"}
        Gateway.objects.create(channel="wecom", url=f"{url}/own", **own)
        told(office, "wecom", url)
        outbox.deliver(AT)
    assert [path for path, _, _ in taken] == ["/send?key=K1", "/own"]


def test_without_a_gateway_or_a_number_nothing_is_written(office):
    words = {"subject": "提醒", "body": "内容", "at": AT}
    assert outbox.enqueue(office.city.office0, Channel.WECOM, place=office.city.place.pk, **words) is None
    with served(says(FINE)) as (url, _):
        told(office, "sms", url)
        assert outbox.enqueue(office.city.drafter0, Channel.SMS, place=office.city.place.pk, **words) is None
        assert outbox.enqueue(office.county.office0, Channel.SMS, place=office.county.place.pk, **words) is None
