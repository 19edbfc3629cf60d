"""The letter stands beside what was read from it; a person puts it right, and what they put counts."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from desk.views.evidence import pieces_of
from letters.letter import Copy
from replies.importing import correct
from tests.desk.pages import words_of
from tests.desk.test_incoming import LETTER
from tests.letterbox import import_letter
from workflow.errors import NotYours

STATED = {"kind": "reply", "body_level": "city", "term": 7, "meeting": 2, "proposal_number": "112"}


def take(desk, text=LETTER, path="old/112.txt"):
    by = desk.office.by(desk.city.supervisor)
    return import_letter(text.encode(), path, jurisdiction=desk.city.place, by=by, at=desk.office.at).incoming


@pytest.fixture
def waiting(desk):
    return take(desk)


def test_the_text_is_whole_and_marked_where_something_was_found(desk, waiting):
    page = desk.get(desk.city.supervisor, "incoming", waiting.uid)
    pieces = page.context["pieces"]
    assert "".join(piece.text for piece in pieces) == waiting.text == LETTER
    assert [piece.text for piece in pieces if "proposers" in piece.fields] == ["赵明"]
    html = page.content.decode()
    for name in page.context["placed"]:
        assert (f'id="e-{name}"' in html, html.count(f'id="e-{name}"')) == (True, 1)
    assert 'href="#e-proposers"' in html


def test_places_that_overlap_are_each_told_once():
    label = {
        "evidence": {"a": {"spans": [[0, 4]]}, "b": {"spans": [[2, 6]]}},
        "findings": [{"spans": [[3, 99]]}, {"spans": []}],
    }
    pieces = [(each.text, each.fields, each.findings, each.anchors) for each in pieces_of("01234567", label)]
    assert pieces == [
        ("01", ("a",), (), ("a",)),
        ("2", ("a", "b"), (), ("b",)),
        ("3", ("a", "b"), ("n1",), ("n1",)),
        ("45", ("b",), ("n1",), ()),
        ("67", (), ("n1",), ()),
    ]


def test_a_correction_is_kept_beside_the_reading_and_makes_the_case(desk, waiting):
    read = waiting.reading
    form = STATED | {"proposal_number": "113", "proposers": "赵明、钱静", "cc": "市政协提案委员会 2\n市政府督查室"}
    saved = desk.post(desk.city.supervisor, "incoming", waiting.uid, **form)
    waiting.refresh_from_db()
    assert (saved.status_code, waiting.status, waiting.reading) == (302, "waiting", read)
    assert (waiting.corrected_by, waiting.label["proposal_number"]) == (desk.city.supervisor.name, "113")
    assert waiting.letter.cc == (Copy("市政协提案委员会", 2), Copy("市政府督查室"))
    assert "已更正" in words_of(desk.get(desk.city.supervisor, "incoming", waiting.uid))
    desk.post(desk.city.supervisor, "incoming", waiting.uid, department=desk.city.units[0].pk)
    waiting.refresh_from_db()
    proposal = waiting.reply.proposal
    assert (proposal.number, [each.name for each in proposal.proposers.all()]) == ("113", ["赵明", "钱静"])
    assert take(desk).reply == waiting.reply


def test_saving_what_was_read_changes_nothing_of_it(desk, waiting):
    form = desk.get(desk.city.supervisor, "incoming", waiting.uid).context["label"]
    given = {name: value for name, value in form.initial.items() if value is not None}
    desk.post(desk.city.supervisor, "incoming", waiting.uid, **given)
    waiting.refresh_from_db()
    assert waiting.correction == waiting.reading


@pytest.mark.parametrize(
    "wrong", [{"kind": "x"}, {"term": 7, "meeting": ""}, {"date": "昨天"}, {"term": 700}, {"proposal_number": "7" * 21}]
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(desk, waiting, wrong):
    page = desk.post(desk.city.supervisor, "incoming", waiting.uid, **(STATED | {"issuer": "某局"} | wrong))
    waiting.refresh_from_db()
    assert (page.status_code, waiting.correction, "某局" in page.content.decode()) == (200, None, True)


def test_a_letter_that_was_taken_for_something_else_comes_back(desk):
    other = take(desk, "关于召开会议的通知\n\n各有关单位：\n定于6月5日召开会议。\n", "n.txt")
    assert other.status == "rejected"
    desk.post(desk.city.supervisor, "incoming", other.uid, **STATED)
    other.refresh_from_db()
    assert (other.status, other.kind) == ("waiting", "reply")
    desk.post(desk.city.supervisor, "incoming", other.uid, kind="other")
    other.refresh_from_db()
    assert other.status == "rejected"


def test_what_became_a_case_is_corrected_there(desk, waiting):
    desk.post(desk.city.supervisor, "incoming", waiting.uid, department=desk.city.units[0].pk)
    page = desk.post(desk.city.supervisor, "incoming", waiting.uid, **STATED)
    assert "该公文已建历史件，请在该件上更正。" in words_of(page)


def test_what_was_not_read_has_nothing_to_correct(desk):
    unread = take(desk, "%PDF-1.4 broken", "a.pdf")
    page = desk.get(desk.city.supervisor, "incoming", unread.uid)
    assert (page.status_code, unread.remark in words_of(page)) == (200, True)
    assert "该文件尚未识读，无法更正。" in words_of(desk.post(desk.city.supervisor, "incoming", unread.uid, **STATED))
    assert unread in [row["incoming"] for row in desk.get(desk.city.supervisor, "incoming_list").context["rows"]]


def test_only_its_keepers_correct(desk, waiting):
    assert desk.post(desk.city.reader, "incoming", waiting.uid, **STATED).status_code == 403
    assert desk.post(desk.county.supervisor, "incoming", waiting.uid, **STATED).status_code == 404
    for stranger in (desk.county.supervisor, desk.city.office0):
        by = desk.office.by(stranger)
        with pytest.raises(NotYours):
            correct(waiting, letter=waiting.letter, label=waiting.reading, by=by, at=desk.office.at)


def test_corrections_are_exported_as_labelled_letters(desk, waiting, tmp_path, capsys):
    desk.post(desk.city.supervisor, "incoming", waiting.uid, **(STATED | {"issuer": "某局"}))
    take(desk, LETTER.replace("112", "114"))
    call_command("export_labels", output=str(tmp_path / "out"), jurisdiction=desk.city.place.code)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["001.json", "001.txt"]
    label = json.loads((tmp_path / "out" / "001.json").read_text())
    assert (label["issuer"], label["session"], len(label)) == ("某局", {"term": 7, "meeting": 2}, 20)
    assert (tmp_path / "out" / "001.txt").read_text() == LETTER
    with pytest.raises(CommandError, match="不是空文件夹"):
        call_command("export_labels", output=str(tmp_path / "out"))
    call_command("export_labels", output=str(tmp_path / "none"), jurisdiction=desk.county.place.code)
    assert "已导出0份。" in capsys.readouterr().out
