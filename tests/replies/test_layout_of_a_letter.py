"""An unsigned letter is set in the layout of the day; a signed one keeps its own for good."""

from __future__ import annotations

import datetime as dt

import pytest

from letters.profiles import Profile
from replies.actions.archiving import render
from replies.models import Reply
from replies.papers import profile_of
from workflow.models import LetterProfile


@pytest.fixture
def layout(office):
    def publish(number, *, valid_from=None, unit=None, **content):
        return LetterProfile.objects.create(
            jurisdiction=office.city.place,
            department=unit,
            number=number,
            content=content,
            valid_from=valid_from or office.day,
            published_at=office.at,
        )

    return publish


def test_a_draft_follows_the_edition_of_the_day(office, layout):
    reply = office.drafted()
    layout(1, sealed=False, valid_from=office.day + dt.timedelta(days=1))

    assert profile_of(reply, on=office.day) == Profile()
    assert profile_of(reply, on=office.day + dt.timedelta(days=1)) == Profile(sealed=False)


def test_a_signed_letter_keeps_the_edition_of_its_day(office, layout):
    place, unit = layout(1, duplex=False), layout(1, unit=office.city.units[0], mark_suffix="用笺")
    reply = office.signed()
    before = render(reply, "docx", on=office.day)

    layout(2, layout="letter")
    layout(2, unit=office.city.units[0], sealed=False)
    reply = Reply.objects.get(pk=reply.pk)

    assert (reply.profile, place.content) == (unit, {"duplex": False})
    assert profile_of(reply, on=office.day) == Profile(duplex=False, mark_suffix="用笺")
    assert render(reply, "docx", on=office.day) == before


def test_where_nobody_published_a_layout_the_standard_is_signed(office):
    reply = office.signed()

    assert (reply.profile, profile_of(reply, on=office.day)) == (None, Profile())
