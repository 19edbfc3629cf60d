"""格式校核 on the page of a draft: one list, fixes, 情况说明, and what follows the typing."""

from __future__ import annotations

import html
import os
import re
from pathlib import Path

import pytest

from replies.models import PolicyDocument, Reply, Waiver
from tests.desk.conftest import rows
from tests.desk.pages import words_of
from tests.desk.test_drafting import typed
from tests.desk.test_language import foreign
from tests.letterbox import import_letter

FOLDER = Path(os.environ.get("LETTER_CORPUS", "../shared/corpus/letters"))
needs_real_letters = pytest.mark.skipif(
    not (FOLDER / "001.txt").exists(), reason="the real letters are not here; LETTER_CORPUS names their folder"
)
BODY = "您提出的《关于加强社区养老服务的提案》（第35号）收悉，现答复如下：\n\n已建成服务站12个,床位XX张。"


@pytest.fixture
def reply(desk) -> Reply:
    reply = desk.office.drafted()
    Reply.objects.filter(pk=reply.pk).update(body=BODY)
    reply.refresh_from_db()
    return reply


def lines(response) -> dict[str, list]:
    """The lines by the name of their rule."""
    told: dict[str, list] = {}
    for line in response.context["checked"].lines:
        told.setdefault(line.rule, []).append(line)
    return told


def page(desk, reply, who="drafter0"):
    return desk.get(getattr(desk.city, who), "reply", reply.uid)


def key_of(desk, reply, rule) -> str:
    return lines(page(desk, reply))[rule][0].noted.key


def test_each_problem_is_told_with_its_weight_its_reason_and_its_place(desk, reply):
    response = page(desk, reply)
    [gap] = lines(response)["未填内容"]
    assert (gap.badge.text, gap.badge.tone, gap.field) == ("阻止签发", "late", "body")
    assert BODY[gap.spot.start : gap.spot.end] == "XX"
    shown = words_of(response)
    assert all(said in shown for said in ("阻止签发1处", "“床位XX张”处尚未填写。", "模板中的空处未填就不能发出。"))
    assert foreign(shown) - {"XX"} == set()


def test_the_attributes_that_scripts_work_with_name_the_very_words(desk, reply):
    text = page(desk, reply).content.decode()
    [comma] = [each for each in re.findall(r"<li id=\"problem.*?</li>", text, re.DOTALL) if "data-replace" in each]
    start, end = map(int, re.search(r'data-passage="(\d+)-(\d+)" data-in="body"', comma).groups())
    assert BODY[start:end] == html.unescape(re.search(r'data-quote="([^"]*)"', comma)[1]) == ","
    assert re.search(r'data-replace="([^"]*)"', comma)[1] == "，"


def test_a_fix_is_made_in_what_is_saved(desk, reply):
    key = key_of(desk, reply, "标点与字符")
    desk.post(desk.city.drafter0, "reply_fix", reply.uid, key=key, version=reply.version)
    reply.refresh_from_db()
    assert reply.body == BODY.replace(",", "，")
    assert reply.versions.last().body == reply.body


def test_a_fix_is_made_in_an_enclosure(desk, reply):
    body = f"{BODY.replace(',', '，')}\n附件：任务清单\n\n附件1\n任务清单\n解放路,人民路。"
    Reply.objects.filter(pk=reply.pk).update(body=body)
    [label] = lines(page(desk, reply))["附件"]
    assert (label.field, body[label.spot.start : label.spot.end]) == ("body", "附件1")
    desk.post(desk.city.drafter0, "reply_fix", reply.uid, key=label.noted.key, version=reply.version)
    reply.refresh_from_db()
    key = key_of(desk, reply, "标点与字符")
    desk.post(desk.city.drafter0, "reply_fix", reply.uid, key=key, version=reply.version)
    reply.refresh_from_db()
    assert reply.body == body.replace("附件1", "附件").replace("路,人", "路，人")


def test_a_fix_of_a_recipient_changes_that_one_alone(desk, reply):
    first, second = reply.copies.all()
    first.name = "市政协提案委，"
    first.save()
    key = key_of(desk, reply, "抄送")
    assert lines(page(desk, reply))["抄送"][0].field == "copies-0-name"
    desk.post(desk.city.drafter0, "reply_fix", reply.uid, key=key, version=reply.version)
    assert list(reply.copies.values_list("name", "copies")) == [("市政协提案委", 1), (second.name, second.copies)]


@pytest.mark.parametrize(("who", "given", "said"), [
    ("drafter0", {"key": "0" * 64}, "没有这一问题，或文字已改"),
    ("drafter0", {"version": 0}, "该件已被他人处理或修改"),
    ("drafter0", {"version": "x"}, "页面已过期"),
    ("signer0", {}, "当前环节您不能修改本稿"),
])  # fmt: skip
def test_a_fix_that_is_not_to_be_made_changes_nothing(desk, reply, who, given, said):
    data = {"key": key_of(desk, reply, "标点与字符"), "version": reply.version} | given
    browser = desk.of(getattr(desk.city, who))
    response = browser.post(f"/admin/desk/replies/{reply.uid}/fix/", data, follow=True)
    assert said in words_of(response)
    reply.refresh_from_db()
    assert reply.body == BODY


def test_what_is_explained_stands_last_and_can_be_taken_back(desk, reply):
    key = key_of(desk, reply, "未填内容")
    desk.post(desk.city.drafter0, "reply_waive", reply.uid, key=key, reason="XX为代号。")
    response = page(desk, reply)
    assert lines(response)["未填内容"][0].badge.text == "已说明"
    assert response.context["checked"].lines[-1].rule == "未填内容"
    shown = words_of(response)
    assert ("情况说明：XX为代号。（丽承办人，3月2日）" in shown, "阻止签发" in shown) == (True, False)
    desk.post(desk.city.drafter0, "reply_withdraw", reply.uid, Waiver.objects.get().uid)
    assert "阻止签发1处" in words_of(page(desk, reply))


def test_an_explanation_without_words_is_told_why(desk, reply):
    browser = desk.of(desk.city.drafter0)
    data = {"key": key_of(desk, reply, "未填内容"), "reason": " "}
    response = browser.post(f"/admin/desk/replies/{reply.uid}/waivers/", data, follow=True)
    assert "请填写情况说明。" in words_of(response)
    assert not Waiver.objects.exists()


def test_the_trail_of_the_case_tells_it_in_words(desk, reply):
    desk.post(desk.city.drafter0, "reply_waive", reply.uid, key=key_of(desk, reply, "未填内容"), reason="XX为代号。")
    shown = words_of(desk.get(desk.city.drafter0, "case", reply.proposal.uid))
    assert all(said in shown for said in ("情况说明", "XX为代号。", "“床位XX张”处尚未填写。"))
    assert foreign(shown) - {"XX"} == set()


def test_who_may_not_explain_sees_the_list_alone(desk, reply):
    shown = words_of(page(desk, reply, "supervisor"))
    assert ("“床位XX张”处尚未填写。" in shown, "提交情况说明" in shown) == (True, False)
    assert desk.get(desk.county.office0, "reply", reply.uid).status_code == 404


def test_the_list_follows_the_typing(desk, reply):
    def preview(**changes):
        return desk.post(desk.city.drafter0, "reply_preview", reply.uid, **typed(reply, **changes))

    assert "未填内容" in lines(preview(body=BODY))
    told = preview(body="\r\n  " + BODY.replace("\n", "\r\n").replace("XX", "30"))
    assert b'data-part="check"' in told.content
    assert "未填内容" not in lines(told)
    [comma] = lines(told)["标点与字符"]
    # As the browser counts what stands in its field.
    assert ("\n  " + BODY.replace("XX", "30"))[comma.spot.start : comma.spot.end] == ","
    assert Reply.objects.get(pk=reply.pk).body == BODY


def test_a_recipient_is_found_in_its_row_where_rows_are_empty(desk, reply):
    copies = rows("copies", {"name": "", "copies": ""}, {"name": "市政协提案委，", "copies": "1"})
    told = desk.post(desk.city.drafter0, "reply_preview", reply.uid, **typed(reply) | copies)
    assert {line.field for line in lines(told)["抄送"] if line.noted.problem.fix} == {"copies-1-name"}


def test_a_doubtful_citation_is_told_once(desk, reply):
    new = PolicyDocument.objects.create(jurisdiction=desk.city.place, title="养老服务条例")
    PolicyDocument.objects.create(jurisdiction=desk.city.place, title="关于养老服务的意见", repealed_by=new)
    Reply.objects.filter(pk=reply.pk).update(body=f"{BODY}\n按照《关于养老服务的意见》办理。")
    shown = words_of(page(desk, reply))
    assert shown.count("所引《关于养老服务的意见》已被《养老服务条例》废止。") == 1


def test_a_character_that_cannot_be_printed_is_told(desk, reply):
    Reply.objects.filter(pk=reply.pk).update(body=BODY + "\U0001f600")
    assert "U+1F600" in words_of(page(desk, reply))


def test_the_case_and_the_page_of_signing_say_what_still_blocks(desk):
    reply = desk.office.at_signing()
    Reply.objects.filter(pk=reply.pk).update(body=BODY)
    said = "格式校核未通过：“床位XX张”处尚未填写。请改正，或写情况说明。"
    for who in ("signer0", "drafter0"):
        assert said in words_of(desk.get(getattr(desk.city, who), "case", reply.proposal.uid))
    assert said in words_of(desk.get(desk.city.signer0, "reply_move", reply.uid, "sign"))
    Reply.objects.filter(pk=reply.pk).update(body=BODY.replace("XX", "30"))
    assert "格式校核未通过" not in words_of(desk.get(desk.city.signer0, "case", reply.proposal.uid))


@needs_real_letters
@pytest.mark.parametrize(("stem", "told"), [
    ("001", {"成文日期", "署名"}), ("002", set()), ("003", {"抄送", "署名"}), ("004", {"发文字号", "署名"}),
])  # fmt: skip
def test_real_letters_of_the_past_tell_what_they_lack_and_no_more(desk, stem, told):
    data, unit = (FOLDER / f"{stem}.txt").read_bytes(), desk.city.units[0]
    when = {"by": desk.office.by(desk.city.supervisor), "at": desk.office.at}
    import_letter(data, f"{stem}.txt", jurisdiction=desk.city.place, department=unit, **when)
    response = page(desk, Reply.objects.get(), "supervisor")
    found = lines(response)
    assert set(found) == told
    assert {line.badge.text for each in found.values() for line in each} <= {"提醒"}
    assert "提交情况说明" not in words_of(response)
