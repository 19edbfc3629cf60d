"""A ZIP of originals: matched to the session's proposals, filling only what is blank."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from letters.reading.original import Original
from proposals.actions.originals import fill_from_original
from proposals.importing import originals
from proposals.models import Ask, Proposal, Proposer
from workflow.errors import Invalid, NotYours
from workflow.models import AuditEvent

TITLE = "关于增设社区助餐点的提案"


def paper(title=TITLE, number="1", extra=""):
    return (
        f"提案编号：{number}\n案由：{title}\n提案人：赵明\n联系电话：13800001234\n是否同意公开：同意\n{extra}"
        "一、情况\n老人逐年增多，助餐点只有三处，就餐不便。\n二、建议\n1.增设助餐点。\n2.提高补贴。"
    ).encode()


def packed(**files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.txt", content)
    return target.getvalue()


@pytest.fixture
def case(office):
    proposal = office.filed(number="1", title=TITLE)
    Ask.objects.all().delete()
    Proposal.objects.update(body="")
    Proposer.objects.update(name="赵明", phone="", member=None)
    proposal.refresh_from_db()
    return proposal


@pytest.fixture
def run(office, case):
    def taken(who="committee", **files):
        return originals.take(packed(**files), session=case.session, **office.when(getattr(office.city, who)))

    return taken


def test_what_is_blank_is_filled_once(run, case):
    (found,) = run(原件=paper())
    assert (found.proposal, found.fills) == (case, ("提案内容", "具体建议", "是否同意公开", "联系电话"))
    case.refresh_from_db()
    assert (case.body.splitlines()[0], case.consents_to_publication) == ("一、情况", True)
    assert list(case.asks.values_list("number", "text")) == [(1, "增设助餐点"), (2, "提高补贴")]
    assert case.proposers.get().phone == "13800001234"
    assert AuditEvent.objects.last().payload == {"filled": list(found.fills)}
    (again,) = run(原件=paper())
    assert (again.fills, again.reason) == ((), "已有内容，未作改动。")


def test_what_a_person_wrote_stays(run, case):
    Proposal.objects.update(body="手工录入", consents_to_publication=False)
    Ask.objects.create(proposal=case, number=1, text="手工建议")
    Proposer.objects.update(phone="0794-1")
    (found,) = run(原件=paper())
    case.refresh_from_db()
    assert (found.fills, case.body, case.consents_to_publication) == ((), "手工录入", False)
    assert [each.text for each in case.asks.all()] == ["手工建议"]
    assert case.proposers.get().phone == "0794-1"


def test_the_phone_of_another_is_not_taken(run, case):
    Proposer.objects.update(name="钱进")
    (found,) = run(原件=paper())
    assert "联系电话" not in found.fills
    assert case.proposers.get().phone == ""


@pytest.mark.parametrize("files", [{"001 无题": "没有标题的文字。".encode()}, {"原件": paper(number="")}])
def test_a_file_is_matched_by_title_or_by_the_number_in_its_name(office, case, files):
    found = originals.match(packed(**files), session=case.session, by=office.by(office.city.committee))
    assert [each.proposal for each in found] == [case]
    assert not Ask.objects.exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (paper("关于修建滨河步道的提案", "9"), "清单中没有"),
        (paper("关于修建滨河步道的提案", "1"), "案由却与该件不同"),
        (paper(extra="届次：一届一次会议\n"), "届次与所选届次不同"),
        (b"", "文件是空的"),
        (b"PK\x03\x04 broken", ""),
    ],
)
def test_what_does_not_match_is_listed_with_its_reason(run, content, reason):
    (found,) = run(原件=content)
    assert (found.proposal, reason in found.reason) == (None, True)
    assert not Ask.objects.exists()


def test_two_originals_of_one_proposal_fill_it_once(run):
    first, second = run(甲=paper(), 乙=paper())
    assert (bool(first.fills), second.reason) == (True, "与“甲.txt”对应同一件提案。")


def test_asks_are_taken_as_a_person_edited_them(office, case):
    when = office.when(office.city.supervisor)
    fill_from_original(case, original=Original(asks=("甲", "乙")), asks=["改过的甲"], **when)
    assert [each.text for each in case.asks.all()] == ["改过的甲"]


@pytest.mark.parametrize("who", ["office0", "drafter0"])
def test_units_bring_no_originals(run, who):
    with pytest.raises(NotYours):
        run(who, 原件=paper())


def test_what_is_no_archive_is_refused(office, case):
    with pytest.raises(Invalid, match="ZIP"):
        originals.take(b"x", session=case.session, **office.when(office.city.committee))


def test_numbers_count_without_leading_zeros():
    assert (originals.bare("018"), originals.bare("b012"), originals.bare("2-07")) == ("18", "B12", "2-7")


def test_the_command_tells_each_file_and_exits_by_it(tmp_path, case, capsys):
    path = tmp_path / "原件.zip"
    path.write_bytes(packed(甲=paper(), 乙=paper("关于修建滨河步道的提案", "9")))
    where = ["--session", str(case.session), "--jurisdiction", "liyang"]
    with pytest.raises(SystemExit):
        call_command("import_originals", str(path), *where, "--dry-run")
    assert not Ask.objects.exists()
    capsys.readouterr()
    with pytest.raises(SystemExit) as left:
        call_command("import_originals", str(path), *where)
    told = capsys.readouterr()
    assert (left.value.code, told.out.splitlines()[-1]) == (1, "已补录1，未对应1")
    assert "乙.txt\t未对应" in told.err
    with pytest.raises(CommandError, match="没有名为"):
        call_command("import_originals", str(path), "--session", "市政协一届一次会议", "--jurisdiction", "liyang")


def test_read_proposal_tells_one_object_a_line(tmp_path, capsys):
    path = tmp_path / "原件.txt"
    path.write_bytes(paper())
    call_command("read_proposal", str(path))
    assert f'"title": "{TITLE}"' in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call_command("read_proposal", str(tmp_path / "没有.txt"))
