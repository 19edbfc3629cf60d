"""import_proposals: one list from the shell; it exits 1 where a row was refused."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from proposals.models import ImportBatch, PlannedShare, Proposal
from tests.sheets import xlsx

HEAD = ("案号", "案由", "提案人", "主办单位")
GOOD = ("1", "关于甲事的提案", "赵明", "卫生局")


@pytest.fixture
def path(tmp_path, office):
    return lambda *rows: write(tmp_path / "清单.xlsx", xlsx(HEAD, *rows))


def write(path, data):
    path.write_bytes(data)
    return str(path)


def run(path, *options, session="市政协七届二次会议", place="liyang"):
    call_command("import_proposals", path, "--session", session, "--jurisdiction", place, *options)


def test_a_list_is_taken_with_its_units_as_a_plan(path, capsys):
    run(path(GOOD))
    assert capsys.readouterr().out == "已导入1，已有0，未导入0\n"
    assert (Proposal.objects.get().status, PlannedShare.objects.get().department.short_name) == ("filed", "卫生局")
    assert ImportBatch.objects.get().entered_by == "命令"


def test_the_same_again_changes_nothing(path, capsys):
    run(path(GOOD))
    run(path(GOOD))
    assert capsys.readouterr().out.splitlines()[-1] == "已导入0，已有1，未导入0"
    assert Proposal.objects.count() == 1


def test_refused_rows_stand_on_lines_of_their_own_and_the_exit_says_so(path, capsys):
    with pytest.raises(SystemExit) as left:
        run(path(GOOD, ("2", "", "钱进", "")))
    told = capsys.readouterr()
    assert (left.value.code, told.err) == (1, "第3行\t不能导入\t\t没有案由。\n")
    assert (told.out, Proposal.objects.count()) == ("已导入1，已有0，未导入1\n", 1)


def test_a_dry_run_keeps_nothing(path, capsys):
    run(path(GOOD, ("2", "关于甲事的建议", "钱进", "")), "--dry-run")
    assert (
        capsys.readouterr().out
        == "第3行\t相近\t关于甲事的建议\t清单第2行《关于甲事的提案》\n可导入2，已有0，不能导入0\n"
    )
    assert (Proposal.objects.exists(), ImportBatch.objects.exists()) == (False, False)


def test_unknown_units_may_wait_and_numbers_need_not_file(path):
    run(path(("1", "关于甲事的提案", "赵明", "市园林局")), "--skip-unknown-units", "--no-file")
    assert (Proposal.objects.get().status, PlannedShare.objects.exists()) == ("submitted", False)


@pytest.mark.parametrize(("options", "sentence"), [
    ({"session": "九届一次会议"}, "丽阳市没有名为“九届一次会议”的届次，现有：市政协七届二次会议。"),
    ({"place": "nowhere"}, "请用 --jurisdiction 指明地区代码，现有：liyang、qingshan。"),
])  # fmt: skip
def test_a_wrong_session_or_place_is_one_clear_line(path, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(path(GOOD), **options)


def test_a_missing_or_broken_file_is_one_clear_line(office, tmp_path):
    with pytest.raises(CommandError, match="不能读取"):
        run(str(tmp_path / "none.xlsx"))
    with pytest.raises(CommandError, match="这是PDF文件"):
        run(write(tmp_path / "a.xlsx", b"%PDF-1.7"))
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("session", ["七届二次", "第七届第二次会议", "7届2次会议", "丽阳市政协七届二次会议"])
def test_a_session_goes_by_several_names(path, session):
    run(path(GOOD), session=session)
    assert Proposal.objects.get().number == "1"
