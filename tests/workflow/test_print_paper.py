"""print_paper: the same papers by command, for whoever is named."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.personas import moment
from tests.printing import text_of
from workflow import printing
from workflow.checks import all_flows


@pytest.fixture
def part(office, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: moment(office.day, 11))
    return office.in_hand()[0]


def test_a_paper_is_written_to_a_file(office, part, tmp_path):
    path = tmp_path / "承办单.pdf"
    call_command("print_paper", "assignment", "handling", str(part.uid), "--as", "liyang0-office", "--output", path)
    assert "政协提案承办单" in text_of(path.read_bytes())


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("nothing", None, "liyang0-office", "a.pdf"), "没有代码"),
        (("handling", None, "nobody", "a.pdf"), "没有名为nobody的账号"),
        (("handling", "x", "liyang0-office", "a.pdf"), "标识不正确"),
        (("handling", None, "liyang1-office", "a.pdf"), "请先选择"),
        (("handling", None, "liyang0-office", "a.ofd"), "没有OFD格式"),
        (("assigning", None, "liyang0-office", "a.pdf"), "不由您打印"),
        (("handling", None, "liyang0-office", "missing/a.pdf"), "无法写入"),
    ],
)
def test_what_cannot_be_printed_is_one_line(office, part, tmp_path, given, told):
    code, uid, name, file = given
    with pytest.raises(CommandError, match=told):
        call_command("print_paper", "assignment", code, uid or str(part.uid), "--as", name, "--output", tmp_path / file)
    assert not list(tmp_path.glob("*.*"))


def test_every_paper_stands_on_rows_that_a_flow_knows():
    assert {each.of for each in printing.sheets().values()} <= {flow.name for flow in all_flows()}
    assert all(set(each.formats) <= set(printing.CONTENT_TYPES) for each in printing.sheets().values())


def test_too_many_rows_are_refused_before_the_printer_starts(office, part):
    actor = office.by(office.city.supervisor)
    rows = [part] * (printing.MOST_ROWS + 1)
    with pytest.raises(Exception, match="一次最多打印200件"):
        printing.print_out(printing.sheet("assignment", "handling"), rows, "pdf", printing.Occasion(actor, office.day))
