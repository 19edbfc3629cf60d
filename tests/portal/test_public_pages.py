import datetime as dt

import pytest

from proposals.models import Proposal, Session
from replies.models import Reply


def titles(response) -> list[str]:
    return [row.proposal.title for row in response.context["rows"]]


def test_a_closed_portal_is_not_there(client, office):
    assert [client.get(path).status_code for path in ("/portal/", "/portal/liyang/")] == [404, 404]


def test_an_open_portal_lists_only_open_places(client, press):
    page = client.get("/portal/").content.decode()
    assert ("丽阳市" in page, "青山县" in page) == (True, False)
    assert client.get("/portal/qingshan/").status_code == 404
    assert client.get("/portal/nowhere/").status_code == 404


def test_switching_the_portal_off_takes_every_page_away(client, press):
    address = f"/portal/liyang/{press.reply().uid}/"
    assert client.get(address).status_code == 200
    place = press.office.city.place
    place.portal_open = False
    place.save(update_fields=["portal_open"])
    assert [client.get(path).status_code for path in (address, "/portal/liyang/", "/portal/")] == [404, 404, 404]


@pytest.mark.parametrize("publicity", ["", "on_request", "closed"])
def test_what_is_not_open_is_not_published(client, press, publicity):
    reply = press.reply(publicity=publicity)
    assert titles(client.get("/portal/liyang/")) == []
    assert client.get(f"/portal/liyang/{reply.uid}/").status_code == 404


def test_an_unsent_reply_is_not_published(client, press):
    reply = press.office.numbered()
    assert client.get(f"/portal/liyang/{reply.uid}/").status_code == 404


def test_a_reply_stands_only_under_its_own_place(client, press):
    reply = press.reply()
    press.office.county.place.portal_open = True
    press.office.county.place.save(update_fields=["portal_open"])
    assert client.get(f"/portal/qingshan/{reply.uid}/").status_code == 404
    assert titles(client.get("/portal/qingshan/")) == []


def test_replies_stand_newest_first_by_the_day_of_the_letter(client, press):
    for number, day in (("1", 3), ("2", 5), ("3", 4)):
        press.office.day = dt.date(2026, 3, day)
        press.reply(number, title=f"关于第{number}件的提案")
    assert titles(client.get("/portal/liyang/")) == ["关于第2件的提案", "关于第3件的提案", "关于第1件的提案"]


def test_pages_follow_each_other_without_gap_or_repeat(client, press, monkeypatch):
    monkeypatch.setattr("portal.views.PAGE", 2)
    for number in "12345":
        press.reply(number, title=f"第{number}件")
    # Letters read from old files may state no day; they come last and still page.
    Reply.objects.filter(proposal__number__in="123").update(signed_on=None, origin="imported")
    seen, address = [], "/portal/liyang/"
    while address:
        page = client.get(address)
        seen += titles(page)
        address = page.context.get("older") and f"/portal/liyang/{page.context['older']}"
    assert seen == ["第5件", "第4件", "第3件", "第2件", "第1件"]


@pytest.mark.parametrize("after", ["x", "2026-13-01_1", "-_", "2026-03-02_99999999999999999999", "\x00"])
def test_a_made_up_page_mark_leads_nowhere(client, press, after):
    assert client.get("/portal/liyang/", {"after": after}).status_code == 404


def test_search_finds_titles_that_contain_every_word(client, press):
    press.reply("1", title="关于加强社区养老服务的提案")
    press.reply("2", title="关于社区停车的提案")
    assert titles(client.get("/portal/liyang/", {"q": "社区 养老"})) == ["关于加强社区养老服务的提案"]
    assert titles(client.get("/portal/liyang/", {"q": "%"})) == []


def test_search_by_session(client, press):
    press.reply("1")
    city = press.office.city
    other = Session.objects.create(jurisdiction=city.place, level="city", body="市政协", term=7, meeting=3)
    assert len(titles(client.get("/portal/liyang/", {"session": city.session.uid}))) == 1
    assert titles(client.get("/portal/liyang/", {"session": other.uid})) == []


@pytest.mark.parametrize("query", [{"q": "\x00"}, {"q": "长" * 61}, {"session": "x"}, {"session": "\x00"}])
def test_a_query_that_makes_no_sense_says_so(client, press, query):
    press.reply()
    page = client.get("/portal/liyang/", query)
    assert (page.status_code, titles(page)) == (200, [])
    assert "errorlist" not in page.content.decode()
    assert 'role="alert"' in page.content.decode()


def test_a_foreign_session_is_no_filter(client, press):
    page = client.get("/portal/liyang/", {"session": press.office.county.session.uid})
    assert 'role="alert"' in page.content.decode()


def test_one_reply_as_text(client, press):
    page = client.get(f"/portal/liyang/{press.reply().uid}/").content.decode()
    for part in (
        "市政协七届二次会议第35号提案",
        "丽卫函〔2026〕35号",
        "赵明委员：",
        "一、已经做的工作",
        "2026年3月2日",
    ):
        assert part in page, part


def test_personal_data_stay_on_paper(client, press):
    page = client.get(f"/portal/liyang/{press.reply().uid}/").content.decode()
    assert "报名电话138******05。" in page
    for hidden in ("13812345605", "钱进", "13987654321", press.office.city.signer0.name):
        assert hidden not in page, hidden


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_row_and_for_three(client, press, django_assert_num_queries, count):
    uid = [press.reply(str(number + 1)).uid for number in range(count)][-1]
    with django_assert_num_queries(3):  # place, rows, sessions
        client.get("/portal/liyang/")
    with django_assert_num_queries(1):
        client.get("/portal/")
    with django_assert_num_queries(1):
        client.get(f"/portal/liyang/{uid}/")


def test_the_pages_load_nothing_from_elsewhere_and_set_no_cookie(client, press):
    for path in ("/portal/", "/portal/liyang/", f"/portal/liyang/{press.reply().uid}/"):
        page = client.get(path)
        assert "default-src 'self'" in page["Content-Security-Policy"]
        assert page.cookies == {}
        assert [mark for mark in ("http://", "https://", "<script", "style=") if mark in page.content.decode()] == []


def test_pages_are_read_only(client, press):
    assert client.post("/portal/liyang/").status_code == 405


def test_a_reply_whose_proposer_refused_publication_stays_out(office):
    reply = office.sent()
    reply.jurisdiction.portal_open = True
    reply.jurisdiction.save()
    Reply.objects.filter(pk=reply.pk).update(publicity="open")
    assert list(Reply.objects.published()) == [reply]
    Proposal.objects.filter(pk=reply.proposal_id).update(consents_to_publication=False)
    assert list(Reply.objects.published()) == []


def test_what_is_enclosed_stands_behind_the_sign_off_and_hides_phones_too(client, press):
    enclosed = "附件：1. 服务站名单\n2. 计划表\n附件1\n服务站名单\n一、城区\n东街服务站，13812345605。"
    reply = press.reply(body=f"您提出的提案收悉，现答复如下：\n已建成服务站12个。\n{enclosed}")
    page = client.get(f"/portal/liyang/{reply.uid}/").content.decode()
    listed, label, title = "附件：1.服务站名单；2.计划表", "附件1</p>", "服务站名单</p>"
    order = [listed, "letter-close", label, title, "一、城区</h2>", "138******05"]
    places = [page.index(each) for each in order]
    assert places == sorted(places)
    assert "13812345605" not in page
