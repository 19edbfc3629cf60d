import datetime as dt
import uuid

import pytest
from django.core.management import call_command
from django.db import connection

from proposals.actions import filing
from workflow.audit import SEALED, broken_rows
from workflow.models import AuditEvent, TrailHead

ODD = {
    "case_uid": uuid.UUID(int=1),
    "subject_uid": uuid.UUID(int=1),
    "actor_uid": uuid.UUID(int=1),
    "seq": 99,
    "jurisdiction_id": 99,
    "source": "rule",
    "payload": {"number": "36"},
    "happened_on": dt.date(2026, 3, 1),
    "entered_at": dt.datetime(2026, 3, 2, 2, 0, 0, 1, tzinfo=dt.UTC),
}


@pytest.fixture
def trail(office):
    """Three events of one case, one of another: register, submit, file."""
    proposal = office.filed()
    office.proposal(office.county)
    return AuditEvent._base_manager.filter(case_uid=proposal.uid).order_by("seq")


def verdict(capsys) -> tuple[int, str]:
    try:
        call_command("verify_trail")
    except SystemExit as end:
        return end.code, capsys.readouterr().err
    return 0, capsys.readouterr().out


def test_an_untouched_trail_holds(trail, capsys):
    assert verdict(capsys) == (0, "2件的办理记录完整。\n")


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("column", [*SEALED, "hash"])
def test_any_changed_column_is_found(trail, capsys, column, place):
    event = trail[place]
    changed = AuditEvent._base_manager.filter(pk=event.pk).update(**{column: ODD.get(column, "x")})
    code, said = verdict(capsys)
    assert (changed, code) == (1, 1)
    assert str(event.case_uid) in said


@pytest.mark.parametrize(("place", "where"), [(0, "第2条"), (1, "第3条"), (2, "末尾缺第3条")])
def test_any_deleted_row_is_found(trail, capsys, place, where):
    event = trail[place]
    AuditEvent._base_manager.filter(pk=event.pk)._raw_delete("default")
    assert verdict(capsys) == (1, f"记录链断裂：件 {event.case_uid} {where}\n")


def test_a_lost_head_is_found(trail, capsys):
    case_uid = trail[0].case_uid
    TrailHead.objects.filter(pk=case_uid).delete()
    assert verdict(capsys) == (1, f"记录链断裂：件 {case_uid} 缺链首\n")


def test_a_whole_chain_that_is_gone_is_found(trail, capsys):
    case_uid = trail[0].case_uid
    trail._raw_delete("default")
    assert verdict(capsys) == (1, f"记录链断裂：件 {case_uid} 末尾缺第1条\n")


def test_swapped_rows_are_found(trail, capsys):
    first, second = trail[0], trail[1]
    for pk, seq in ((first.pk, 90), (second.pk, 1), (first.pk, 2)):
        AuditEvent._base_manager.filter(pk=pk).update(seq=seq)
    assert verdict(capsys)[0] == 1


def test_each_broken_chain_is_named_once(trail):
    AuditEvent._base_manager.update(actor="x")
    assert len(list(broken_rows())) == 2


def test_the_trail_offers_no_way_to_change_it(trail):
    with pytest.raises(TypeError):
        AuditEvent.objects.update(actor="x")
    with pytest.raises(TypeError):
        AuditEvent.objects.all().delete()


def test_a_move_while_the_trail_is_read_is_no_break(office):
    proposal = office.proposal()
    moves = [lambda: filing.submit(proposal, **office.when(office.city.committee))]

    def work_goes_on(execute, sql, params, many, context):
        if 'FROM "workflow_auditevent"' in sql and moves:
            moves.pop()()  # the heads have been read, the events have not
        return execute(sql, params, many, context)

    with connection.execute_wrapper(work_goes_on):
        assert list(broken_rows()) == []
    assert (moves, AuditEvent.objects.count()) == ([], 2)
