"""Two people and one draft: one writes, the other may take over, and nothing that was typed is lost."""

from __future__ import annotations

import datetime as dt

import pytest

from replies.actions import drafting, editing
from replies.actions.editing import SILENCE, SomebodyWrites
from replies.models import Editing, UnsavedText
from workflow.errors import Invalid, NotYours


@pytest.fixture
def desk_of(office):
    """begin, autosave and so on as somebody of the first unit, so many seconds after ten."""
    return lambda who, seconds=0: {
        "by": office.by(getattr(office.city, who)),
        "at": office.at + dt.timedelta(seconds=seconds),
    }


@pytest.fixture
def reply(office):
    return office.drafted()


def save(reply, **when):
    drafting.revise(reply, version=reply.version, body="现答复如下。", **when)


def test_who_opens_first_writes(reply, office, desk_of):
    assert editing.begin(reply, **desk_of("drafter0")) is None
    assert editing.begin(reply, **desk_of("office0", 60)).user == office.city.drafter0
    assert editing.begin(reply, **desk_of("drafter0", 90)) is None


def test_another_cannot_save_meanwhile_and_nothing_is_written(reply, desk_of):
    editing.begin(reply, **desk_of("drafter0"))
    before = reply.body
    with pytest.raises(SomebodyWrites, match="丽承办人正在修改本稿，请接手后再保存"):
        save(reply, **desk_of("office0", 5))
    reply.refresh_from_db()
    assert reply.body == before


def test_after_a_silence_the_draft_is_free(reply, desk_of):
    editing.begin(reply, **desk_of("drafter0"))
    late = SILENCE.total_seconds()
    assert editing.begin(reply, **desk_of("office0", late)) is None
    assert editing.begin(reply, **desk_of("drafter0", late + 1)).user.name == "丽单位办公室"


def test_signs_of_life_hold_it(reply, desk_of):
    editing.begin(reply, **desk_of("drafter0"))
    for minute in range(1, 9):
        assert (
            editing.autosave(reply, {"body": "写"}, based_on=reply.version, **desk_of("drafter0", 60 * minute)) is None
        )
    assert editing.begin(reply, **desk_of("office0", 60 * 9)) is not None


def test_whoever_takes_over_writes_and_the_other_is_told(reply, office, desk_of):
    editing.begin(reply, **desk_of("drafter0"))
    editing.take_over(reply, **desk_of("office0", 10))
    told = editing.autosave(reply, {"body": "我的文字"}, based_on=reply.version, **desk_of("drafter0", 20))
    save(reply, **desk_of("office0", 30))
    assert told.user == office.city.office0
    assert editing.unsaved_of(reply, by=office.by(office.city.drafter0)).fields == {"body": "我的文字"}


def test_saving_leaves_nothing_behind(reply, desk_of):
    editing.begin(reply, **desk_of("drafter0"))
    editing.autosave(reply, {"body": "写了一半"}, based_on=reply.version, **desk_of("drafter0", 30))
    save(reply, **desk_of("drafter0", 40))
    assert (Editing.objects.count(), UnsavedText.objects.count()) == (0, 0)
    assert editing.begin(reply, **desk_of("office0", 41)) is None


def test_what_was_not_saved_is_offered_again_to_its_writer_alone(reply, office, desk_of):
    editing.autosave(reply, {"body": "写了一半"}, based_on=reply.version, **desk_of("drafter0"))
    mine, other = (
        editing.unsaved_of(reply, by=office.by(getattr(office.city, who))) for who in ("drafter0", "office0")
    )
    assert (mine.fields, mine.based_on, other) == ({"body": "写了一半"}, reply.version, None)
    editing.discard(reply, by=office.by(office.city.drafter0))
    assert editing.unsaved_of(reply, by=office.by(office.city.drafter0)) is None


def test_what_says_the_same_as_the_text_is_not_offered(reply, office, desk_of):
    editing.autosave(reply, {"body": reply.body, "grade": "A"}, based_on=reply.version, **desk_of("drafter0"))
    assert editing.unsaved_of(reply, by=office.by(office.city.drafter0)) is None


@pytest.mark.parametrize("who", ["signer0", "supervisor", "drafter1", "reader"])
def test_who_may_not_change_it_holds_nothing(reply, desk_of, who):
    for verb in (editing.begin, editing.take_over):
        with pytest.raises(NotYours):
            verb(reply, **desk_of(who))
    with pytest.raises(NotYours):
        editing.autosave(reply, {}, based_on=0, **desk_of(who))
    assert not Editing.objects.exists()


def test_a_form_beyond_all_measure_is_not_kept(reply, desk_of):
    with pytest.raises(Invalid, match="未能自动保存"):
        editing.autosave(reply, {"body": "长" * 300_001}, based_on=0, **desk_of("drafter0"))
    assert not UnsavedText.objects.exists()
