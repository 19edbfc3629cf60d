"""Topics: proposals of many units and years under one name, and the trail of each."""

from __future__ import annotations

import functools

import pytest
from django.db import IntegrityError, transaction

from proposals.actions import topics
from proposals.models import Topic
from tests.workflow.races import at_once, refusals
from workflow.audit import broken_rows
from workflow.errors import Invalid, NotYours
from workflow.models import AuditEvent


def begin(office, name="医养结合", *, who="supervisor"):
    return topics.begin(jurisdiction=office.city.place, name=name, by=office.by(getattr(office.city, who)))


def gather(office, topic, *proposals, who="supervisor"):
    return topics.gather(topic, proposals, **office.when(getattr(office.city, who)))


def told(proposal) -> list[tuple[str, str]]:
    events = AuditEvent.objects.of_case(proposal.uid).filter(move__endswith="_topic")
    return [(event.move, event.payload["topic"]) for event in events]


@pytest.mark.parametrize("who", ["supervisor", "committee"])
def test_proposals_are_gathered_and_their_trails_say_so(office, who):
    topic = begin(office, who=who)
    first, second = office.filed("1"), office.in_hand(number="2")[0].proposal
    assert set(gather(office, topic, first, second, who=who)) == {first, second}
    assert set(topic.proposals.all()) == {first, second}
    assert told(first) == [("add_topic", "医养结合")]
    assert list(broken_rows()) == []


def test_a_second_time_changes_nothing(office):
    topic, proposal = begin(office), office.filed()
    gather(office, topic, proposal)
    assert gather(office, topic, proposal, proposal) == []
    assert len(told(proposal)) == 1


def test_one_is_taken_out_and_what_was_not_in_stays_untouched(office):
    topic, proposal, other = begin(office), office.filed("1"), office.filed("2")
    gather(office, topic, proposal)
    assert topics.drop(topic, [proposal, other], **office.when(office.city.committee)) == [proposal]
    assert (topic.proposals.count(), told(proposal)[-1], told(other)) == (0, ("remove_topic", "医养结合"), [])


def test_a_proposal_stands_under_several_topics(office):
    proposal = office.filed()
    for name in ("医养结合", "社区服务"):
        gather(office, begin(office, name), proposal)
    assert set(proposal.topics.values_list("name", flat=True)) == {"医养结合", "社区服务"}


@pytest.mark.parametrize("who", ["office0", "reader", "administrator"])
def test_others_set_no_topics(office, who):
    topic, proposal = begin(office), office.filed()
    with pytest.raises(NotYours):
        begin(office, "别的", who=who)
    with pytest.raises(NotYours):
        gather(office, topic, proposal, who=who)
    gather(office, topic, proposal)
    with pytest.raises(NotYours):
        topics.drop(topic, [proposal], **office.when(getattr(office.city, who)))
    assert topic.proposals.count() == 1


def test_nothing_of_another_place(office):
    topic = begin(office)
    with pytest.raises(Invalid, match="本地区"):
        gather(office, topic, office.filed("1"), office.filed("1", office.county))
    assert (topic.proposals.count(), AuditEvent.objects.filter(move="add_topic").count()) == (0, 0)
    with pytest.raises(NotYours):
        topics.gather(topic, [], **office.when(office.county.supervisor))


@pytest.mark.parametrize("name", ["", "  ", "医" * 61, "医养结合"])
def test_a_topic_has_a_name_of_its_own(office, name):
    begin(office)
    with pytest.raises(Invalid) as refusal:
        begin(office, name)
    assert (refusal.value.field, Topic.objects.count()) == ("name", 1)


def test_a_topic_is_renamed_but_to_no_name_that_is_taken(office):
    topic, by = begin(office), office.by(office.city.committee)
    begin(office, "社区服务")
    topics.rename(topic, name="医养结合", note="跨年度", by=by)
    with pytest.raises(Invalid):
        topics.rename(topic, name="社区服务", note="", by=by)
    with pytest.raises(NotYours):
        topics.rename(topic, name="新", note="", by=office.by(office.city.office0))
    assert Topic.objects.get(pk=topic.pk).note == "跨年度"


def test_the_database_holds_the_names_too(office):
    begin(office)
    for name in ("医养结合", ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Topic.objects.create(jurisdiction=office.city.place, name=name)


def test_two_who_choose_one_name_at_once_get_one_topic(open_office):
    assert refusals(at_once(*[functools.partial(begin, open_office)] * 2)) == [Invalid]


def test_each_place_sees_its_own(office):
    begin(office)
    assert Topic.objects.visible_to(office.by(office.city.office0)).count() == 1
    assert Topic.objects.visible_to(office.by(office.county.supervisor)).count() == 0
