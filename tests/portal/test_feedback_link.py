import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from replies.models import Feedback, FeedbackLink
from workflow.audit import broken_rows
from workflow.models import AuditEvent, Clock

MARKS = {"attitude": "satisfied", "result": "mostly", "words": "请继续推进。"}


@pytest.fixture
def link(press) -> str:
    """The address on the letter of one reply; the fixed clock of the world lies in the past."""
    press.reply()
    FeedbackLink.objects.update(expires_on=timezone.localdate())
    return f"/f/{press.tokens['35']}/"


def test_the_proposer_reads_the_reply_and_finds_the_form(client, link):
    page = client.get(link).content.decode()
    for part in ("赵明委员", "关于加强社区养老服务的提案", "丽阳市卫生局", "一、已经做的工作", "办理态度", "办理结果"):
        assert part in page, part
    assert [page.count(f'name="{name}"') for name in ("attitude", "result")] == [4, 4]
    assert "checked" not in page


def test_marks_are_taken_and_thanked_for(client, link):
    answer = client.post(link, MARKS, follow=True)
    said = Feedback.objects.get()
    assert (said.attitude, said.result, said.words, said.way) == ("satisfied", "mostly", "请继续推进。", "link")
    assert (said.proposer.name, said.revision) == ("赵明", 1)
    assert (answer.request["PATH_INFO"], "感谢您的评价" in answer.content.decode()) == (f"{link}thanks/", True)
    assert not Clock.objects.open().filter(kind="feedback").exists()


def test_the_trail_says_that_the_link_was_the_door(client, link):
    client.post(link, MARKS, headers={"X-Request-ID": "r-1"})
    event = AuditEvent.objects.get(move="take_feedback")
    assert (event.source, event.actor, event.request_id) == ("link", "委员评价链接", "r-1")
    assert event.payload == {"proposer": "赵明", "attitude": "satisfied", "result": "mostly", "way": "link"}
    assert list(broken_rows()) == []


def test_a_second_visit_shows_what_was_said_and_lets_it_be_changed(client, link):
    client.post(link, MARKS)
    page = client.get(link).content.decode()
    assert (page.count("checked"), "请继续推进。" in page) == (2, True)
    client.post(link, MARKS | {"result": "dissatisfied"})
    assert list(Feedback.objects.order_by("revision").values_list("revision", "result")) == [
        (1, "mostly"),
        (2, "dissatisfied"),
    ]


def test_the_same_answer_sent_twice_is_one_answer(client, link):
    client.post(link, MARKS)
    assert client.post(link, MARKS).status_code == 302
    assert Feedback.objects.count() == 1


@pytest.mark.parametrize(("change", "message"), [
    ({"attitude": ""}, "请选择对办理态度的评价。"),
    ({"result": ""}, "请选择对办理结果的评价。"),
    ({"result": "splendid"}, "请在四项评价中选择一项。"),
    ({"words": "长" * 2001}, "意见和建议不超过2000字，现有2001字。"),
    ({"words": "a\x00b"}, "控制字符"),
])  # fmt: skip
def test_a_wrong_answer_is_explained_and_nothing_typed_is_lost(client, link, change, message):
    page = client.post(link, MARKS | {"words": "请继续推进。"} | change)
    text = page.content.decode()
    assert (page.status_code, message in text) == (422, True)
    assert ("words" in change or "请继续推进。" in text) is True
    assert not Feedback.objects.exists()


def test_a_full_text_with_line_ends_is_not_too_long(client, link):
    words = "\r\n".join(["一行"] * 667)  # 2000 characters for a browser, 2666 as it sends them
    assert client.post(link, MARKS | {"words": words}).status_code == 302
    assert len(Feedback.objects.get().words) == 2000


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("token", ["x", "a" * 24, "%00", "..", "答复", "a" * 4000])
def test_an_unknown_token_tells_nothing(client, link, method, token):
    page = getattr(client, method)(f"/f/{token}/")
    assert (page.status_code, "这个链接无法使用" in page.content.decode()) == (404, True)
    assert "关于加强社区养老服务的提案" not in page.content.decode()


def test_an_expired_token_looks_like_an_unknown_one(client, link):
    unknown = client.get("/f/unknown/").content
    FeedbackLink.objects.update(expires_on=timezone.localdate() - dt.timedelta(days=1))
    assert client.get(link).content == unknown
    assert client.post(link, MARKS).content == unknown
    assert client.get(f"{link}thanks/").status_code == 404
    assert not Feedback.objects.exists()


def test_nobody_is_thanked_for_nothing(client, link):
    assert client.get(f"{link}thanks/").headers["Location"] == link


def test_the_address_is_kept_private(client, link):
    for page in (client.get(link), client.post(link, MARKS), client.get(f"{link}thanks/"), client.get("/f/unknown/")):
        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "no-referrer"
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert page.cookies == {}


def test_a_browser_without_referrer_can_send_the_form(link):
    # Under no-referrer browsers send "Origin: null", and the page sets no cookie to check against.
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link, MARKS, headers={"Origin": "null"}).status_code == 302


def test_a_log_in_makes_no_difference(client, link, press):
    client.force_login(press.office.city.office0, backend="django.contrib.auth.backends.ModelBackend")
    client.post(link, MARKS)
    said = Feedback.objects.get()
    assert (said.entered_by, said.proposer.name) == ("委员评价链接", "赵明")


def test_contact_data_stay_on_paper(client, link):
    page = client.get(link).content.decode()
    assert [word for word in ("钱进", "13987654321", "13812345605") if word in page] == []


def test_both_pages_cost_little(client, link, django_assert_num_queries):
    with django_assert_num_queries(2):  # the link with its reply, the last word
        client.get(link)
