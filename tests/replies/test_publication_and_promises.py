import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from replies.actions import drafting
from replies.actions.following_up import candidates_of, follow_up, keep_promise, undo
from replies.actions.publishing import decide_publication
from replies.models import Promise, Publication, Reply
from workflow.audit import broken_rows
from workflow.errors import Invalid, NotYours, TransitionRefused
from workflow.models import AuditEvent, Clock, RuleVersion

FULL = {"extent": "full", "reviewer": "孙立", "personal_data_removed": True}
NONE = {"extent": "none", "reviewer": "孙立", "ground": "涉及工作秘密"}
SUMMARY = FULL | {"extent": "summary", "summary": "已建成服务站12个。"}


def decide(office, reply, who="office0", **given):
    return decide_publication(reply, **given, **office.when(getattr(office.city, who)))


@pytest.mark.parametrize("given", [FULL, NONE, SUMMARY])
def test_how_much_is_published_is_decided_once(office, given):
    reply = office.sent()
    publication = decide(office, reply, **given)
    assert (reply.status, publication.extent, publication.decided_on) == ("sent", given["extent"], office.day)
    with pytest.raises(TransitionRefused, match="公开方式已经确定"):
        decide(office, Reply.objects.get(), **given)
    assert AuditEvent.objects.get(move="decide_publication").payload == {"extent": given["extent"]}


@pytest.mark.parametrize(("given", "change", "field"), [
    (FULL, {"personal_data_removed": False}, "personal_data_removed"),
    (FULL, {"reviewer": " "}, "reviewer"),
    (FULL, {"extent": "half"}, "extent"),
    (NONE, {"ground": ""}, "ground"),
    (SUMMARY, {"summary": " "}, "summary"),
])  # fmt: skip
def test_a_review_that_lacks_something_decides_nothing(office, given, change, field):
    reply = office.sent()
    with pytest.raises(Invalid) as refusal:
        decide(office, reply, **given | change)
    assert (refusal.value.field, Publication.objects.count()) == (field, 0)


def test_against_the_proposers_will_nothing_is_published(office):
    reply = office.sent()
    reply.proposal.consents_to_publication = False
    with pytest.raises(Invalid, match="提案人不同意公开"):
        decide(office, reply, **FULL)
    assert decide(office, reply, **NONE).extent == "none"


def test_what_the_letter_calls_closed_stays_closed(office):
    reply = office.sent()
    reply.publicity = "closed"
    with pytest.raises(Invalid, match="不予公开"):
        decide(office, reply, **SUMMARY)


def test_the_ground_with_which_it_was_signed_is_taken_over(office):
    reply = office.sent()
    reply.publicity, reply.publicity_ground = "closed", "涉及工作秘密"
    given = {"extent": "none", "reviewer": "孙立"}
    assert decide(office, reply, **given, ground=" ").ground == "涉及工作秘密"


def test_a_ground_left_from_before_the_letter_was_opened_is_not_taken_over(office):
    reply = office.sent()
    reply.publicity, reply.publicity_ground = "open", "涉及工作秘密"
    with pytest.raises(Invalid, match="请填写不予公开理由"):
        decide(office, reply, extent="none", reviewer="孙立")


def test_the_review_may_find_another_ground(office):
    reply = office.sent()
    reply.publicity, reply.publicity_ground = "closed", "涉及工作秘密"
    assert decide(office, reply, **NONE | {"ground": "涉及个人隐私"}).ground == "涉及个人隐私"


def test_what_is_withheld_leaves_the_public_list(office):
    reply = office.sent()
    Reply.objects.update(publicity="open")
    office.city.place.portal_open = True
    office.city.place.save()
    assert Reply.objects.published().exists()
    decide(office, Reply.objects.get(), **NONE)
    assert (Reply.objects.published().exists(), reply.status) == (False, "sent")


def test_only_the_units_office_decides_and_only_after_sending(office):
    with pytest.raises(NotYours):
        decide(office, office.sent(number="1"), "supervisor", **FULL)
    with pytest.raises(TransitionRefused):
        decide(office, office.signed(number="2"), **FULL)


def test_an_opinion_is_not_published(office):
    assist = office.in_hand("lead", "assist")[1]
    opinion = drafting.give_opinion(assist, text="同意。", signer="孙立", **office.when(office.city.drafter1))
    with pytest.raises(TransitionRefused):
        decide(office, opinion, "office1", **FULL)


def test_the_clock_of_publication_runs_from_sending_to_the_decision(office):
    for rule in RuleVersion.objects.all():
        limits = rule.content["limits"] | {"publication": [20, "working_day"]}
        RuleVersion.objects.filter(pk=rule.pk).update(content=rule.content | {"limits": limits})
    reply = office.sent()
    clock = Clock.objects.open().get(kind="publication")
    assert (clock.start, clock.holder) == (office.day, office.city.units[0])
    decide(office, reply, **FULL)
    assert not Clock.objects.open().filter(kind="publication").exists()


@pytest.mark.parametrize("broken", [
    {"personal_data_removed": False},
    {"reviewer": ""},
    {"extent": "none"},
    {"extent": "summary"},
    {"extent": "half"},
])  # fmt: skip
def test_the_database_keeps_a_review_whole(office, broken):
    decide(office, office.sent(), **FULL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.update(**broken)


def promised(office, **more):
    reply = office.sent()
    given = {"text": "年底前再建服务站8个。", "due": dt.date(2026, 12, 31)} | more
    return follow_up(reply, **given, **office.when(office.city.drafter0))


def test_what_was_said_is_written_down_with_owner_and_day(office):
    promise = promised(office)
    assert (promise.status, promise.owner, promise.reply.status) == ("open", office.city.units[0], "sent")
    moves = list(AuditEvent.objects.filter(move="follow_up").values_list("subject_kind", flat=True))
    assert (moves, list(broken_rows())) == (["reply", "promise"], [])


@pytest.mark.parametrize(("change", "field"), [
    ({"text": " "}, "text"),
    ({"due": dt.date(2026, 3, 1)}, "due"),
    ({"owner": "county"}, "owner"),
])  # fmt: skip
def test_a_promise_without_substance_is_none(office, change, field):
    if change.get("owner"):
        change = {"owner": office.county.units[0]}
    with pytest.raises(Invalid) as refusal:
        promised(office, **change)
    assert (refusal.value.field, Promise.objects.count()) == (field, 0)


def test_a_promise_is_kept_with_its_evidence_by_the_unit_that_owns_it(office):
    promise = promised(office, owner=office.city.units[2])
    with pytest.raises(NotYours):
        keep_promise(promise, evidence="已建成。", **office.when(office.city.office1))
    with pytest.raises(Invalid):
        keep_promise(promise, evidence=" ", **office.when(office.city.office2))
    keep_promise(promise, evidence="已建成8个，已验收。", **office.when(office.city.office2))
    stored = Promise.objects.get()
    assert (stored.status, stored.kept_on, stored.evidence) == ("kept", office.day, "已建成8个，已验收。")


def test_that_it_was_kept_is_taken_back(office):
    promise = promised(office)
    keep_promise(promise, evidence="已建成。", **office.when(office.city.office0))
    undo(promise, "undo_keep_promise", **office.when(office.city.office0))
    stored = Promise.objects.get()
    assert (stored.status, stored.kept_on, stored.evidence) == ("open", None, "")


def test_who_sees_a_promise(office):
    promise = promised(office, owner=office.city.units[2])
    seen = {
        who: Promise.objects.visible_to(office.by(getattr(office.city, who))).filter(pk=promise.pk).exists()
        for who in ("office0", "office1", "office2", "supervisor")
    }
    assert seen == {"office0": True, "office1": False, "office2": True, "supervisor": True}


def test_what_the_letter_says_will_be_done_is_offered_until_it_is_followed(office):
    reply = office.sent()
    reply.body = "《规划》提出，到2027年，建成食堂50个。\n我局将新建停车位300个。\n已发放补贴。"
    assert [each.sentence for each in candidates_of(reply)] == [
        "我局将新建停车位300个。", "《规划》提出，到2027年，建成食堂50个。",
    ]  # fmt: skip
    follow_up(reply, text="我局将新建停车位300个。", due=office.day, **office.when(office.city.office0))
    assert [each.origin for each in candidates_of(reply)] == ["policy"]
