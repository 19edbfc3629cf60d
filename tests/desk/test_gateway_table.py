"""消息渠道 in the tables: a place's administrator sets one up, and nobody ever sees its key again."""

import logging

import pytest

from tests.gateways import says, served
from workflow.enums import Channel
from workflow.models import Appointment, Dispatch, Gateway, User

SECRET, KEY = "SEC-nobody-may-see-this", "key-in-the-address"


@pytest.fixture
def keeper(desk) -> User:
    user = User.objects.create_user("liyang-admin", name="管理员")
    Appointment.objects.create(user=user, jurisdiction=desk.city.place, role="administrator")
    return user


def form(desk, **changed) -> dict:
    return {
        "jurisdiction": desk.city.place.pk, "department": "", "channel": "wecom", "name": "督查群",
        "new_url": f"https://robot.example.org/send?key={KEY}", "new_secret": SECRET, "options": "{}", "active": "on",
    } | changed  # fmt: skip


def saved(desk, keeper) -> Gateway:
    answer = desk.of(keeper).post("/admin/workflow/gateway/add/", form(desk))
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    return Gateway.objects.get()


def test_address_and_secret_are_kept_and_never_shown_again(desk, keeper, caplog):
    caplog.set_level(logging.DEBUG)
    gateway = saved(desk, keeper)
    assert (gateway.secret, KEY in gateway.url) == (SECRET, True)
    for address in ("", f"{gateway.pk}/change/", f"{gateway.pk}/history/"):
        page = desk.of(keeper).get(f"/admin/workflow/gateway/{address}").content.decode()
        assert SECRET not in page
        assert KEY not in page
    assert SECRET not in caplog.text
    assert KEY not in caplog.text


def test_left_empty_they_stay_as_they_are(desk, keeper):
    gateway = saved(desk, keeper)
    changed = form(desk, new_url="", new_secret="", name="新群")
    assert desk.of(keeper).post(f"/admin/workflow/gateway/{gateway.pk}/change/", changed).status_code == 302
    again = Gateway.objects.get()
    assert (again.name, again.secret, again.url) == ("新群", SECRET, gateway.url)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"new_url": ""}, "请填写地址"),
        ({"new_url": "ftp://robot.example.org/"}, "请输入合法的URL"),
        ({"new_url": "file:///etc/passwd"}, "请输入合法的URL"),
        ({"channel": "inbox"}, "无须设置"),
        ({"channel": "sms"}, "短信须设置"),
        ({"options": "[1]"}, "的形式"),
        ({"options": '{"success": "code"}'}, "success"),
        ({"options": '{"headers": 3}'}, "headers"),
    ],
)
def test_what_cannot_work_is_refused(desk, keeper, changed, said):
    answer = desk.of(keeper).post("/admin/workflow/gateway/add/", form(desk, **changed))
    assert answer.status_code == 200
    assert said in str(answer.context["adminform"].form.errors)
    assert not Gateway.objects.exists()


def test_a_unit_of_another_place_is_refused(desk, keeper):
    answer = desk.of(keeper).post("/admin/workflow/gateway/add/", form(desk, department=desk.county.units[0].pk))
    assert answer.status_code == 200
    assert not Gateway.objects.exists()


def test_those_of_another_place_are_not_seen(desk, keeper):
    other = Gateway.objects.create(
        jurisdiction=desk.county.place, channel="wecom", name="县群", url="https://robot.example.org/"
    )
    assert "县群" not in desk.of(keeper).get("/admin/workflow/gateway/").content.decode()
    assert desk.of(keeper).get(f"/admin/workflow/gateway/{other.pk}/change/").status_code == 302
    assert desk.of(desk.city.office0).get("/admin/workflow/gateway/").status_code == 403


@pytest.mark.parametrize(("answer", "said"), [({"errcode": 0}, "测试消息已发出"), ({"errcode": 93000}, "未能发出")])
def test_a_test_message_says_what_came_of_it(desk, keeper, answer, said):
    with served(says(answer)) as (url, taken):
        gateway = Gateway.objects.create(jurisdiction=desk.city.place, channel="wecom", name="督查群", url=url)
        chosen = {"action": "try_out", "_selected_action": [gateway.pk]}
        page = desk.of(keeper).post("/admin/workflow/gateway/", chosen, follow=True)
    assert len(taken) == 1
    assert said in page.content.decode()
    assert Dispatch.objects.get().status == ("sent" if answer["errcode"] == 0 else "dead")


def test_without_a_mobile_an_sms_cannot_be_tried(desk, keeper):
    gateway = Gateway.objects.create(
        jurisdiction=desk.city.place, channel=Channel.SMS, name="短信", url="http://127.0.0.1:9/",
        options={"body": {}, "success": ["code", 0]},
    )  # fmt: skip
    chosen = {"action": "try_out", "_selected_action": [gateway.pk]}
    page = desk.of(keeper).post("/admin/workflow/gateway/", chosen, follow=True)
    assert "没有登记手机" in page.content.decode()
