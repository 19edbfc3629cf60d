import json

import pytest
from django.core.management import CommandError, call_command


def said(capsys, *args: str) -> str:
    call_command("due", *args)
    return capsys.readouterr().out


def test_the_answer_in_words_names_every_day(db, capsys):
    lines = said(capsys, "2026-09-30", "--working-days", "1").splitlines()
    assert lines[0] == "2026-09-30      起算日，不计入"
    assert (len(lines), lines[-2:]) == (10, ["2026-10-08 计入 工作日", "到期日：2026年10月8日"])


def test_the_answer_as_one_line_of_json(db, capsys):
    line = said(capsys, "2026-07-01", "--months", "3", "--json")
    answer = json.loads(line)
    assert (line.count("\n"), list(answer)) == (1, ["due", "provisional", "why"])
    assert (answer["due"], answer["provisional"]) == ("2026-10-08", False)
    assert answer["why"][0] == {"day": "2026-07-01", "counted": False, "why": "起算日，不计入"}
    assert [step["counted"] for step in answer["why"]] == [False] * 8 + [True]


def test_a_date_in_an_unpublished_year_says_so(db, capsys):
    assert "暂估" in said(capsys, "2026-11-02", "--months", "3")
    assert json.loads(said(capsys, "2026-11-02", "--months", "3", "--json"))["provisional"] is True


@pytest.mark.parametrize("args", [("2035-06-01", "--months", "3"), ("2100-12-30", "--working-days", "3")])
def test_years_beyond_the_data_are_estimates_by_the_plain_week(db, capsys, args):
    assert "暂估：所涉年份的放假安排尚未公布" in said(capsys, *args)
    assert json.loads(said(capsys, *args, "--json"))["provisional"] is True


@pytest.mark.parametrize("args", [
    ("2008-09-31", "--months", "3"),
    ("yesterday", "--months", "3"),
    ("2026-09-01", "--months", "0"),
    ("2026-09-01", "--working-days", "-1"),
    ("2026-09-01", "--months", "1201"),
    ("9999-12-01", "--months", "3"),
    ("9999-12-30", "--working-days", "9"),
])  # fmt: skip
def test_what_cannot_be_worked_out_is_one_line(db, args):
    with pytest.raises(CommandError) as refusal:
        call_command("due", args[0], f"{args[1]}={args[2]}")
    assert (refusal.value.returncode, str(refusal.value).count("\n")) == (1, 0)


@pytest.mark.parametrize("args", [(), ("2026-09-01",), ("2026-09-01", "--months=1", "--working-days=1")])
def test_one_limit_is_needed(db, args):
    with pytest.raises(CommandError):
        call_command("due", *args)
