"""联合行文: units of one case sign one letter; each agrees to it before, whatever the rules say of others."""

import pytest

from replies.actions import countersigning, drafting, reviewing, signing
from workflow.errors import Invalid


def joined(office, *units, roles=("lead", "assist", "assist")):
    reply = office.drafted(*roles)
    drafting.revise(reply, version=reply.version, at=office.at, by=office.by(office.city.drafter0), joint_with=units)
    return reply


def passed(office, reply):
    drafting.submit(reply, **office.when(office.city.drafter0))
    reviewing.pass_on(reply, **office.when(office.city.section_head0))
    reviewing.pass_on(reply, **office.when(office.city.office0))
    return reply


def test_the_units_that_sign_with_it_are_asked_without_a_rule(office):
    reply = passed(office, joined(office, office.city.units[1]))
    assert (reply.status, [each.department for each in reply.asked()]) == ("countersign", [office.city.units[1]])


def test_all_names_stand_under_the_letter_the_first_units_first(office):
    reply = passed(office, joined(office, office.city.units[1]))
    countersigning.countersign(reply, person="周平", **office.when(office.city.office1))
    signing.sign(reply, **office.when(office.city.signer0))
    letter = reply.frozen["letter"]
    assert (letter["sign_off"], letter["joint_with"]) == ("丽阳市卫生局", ["丽阳市民政局"])
    assert letter["signatory"] == [office.city.signer0.name, "周平"]


def test_only_units_of_the_case_sign_with_it(office):
    reply = office.drafted("lead", "assist")
    for stranger in (office.city.units[2], office.city.units[0], office.county.units[0]):
        with pytest.raises(Invalid) as refusal:
            drafting.revise(
                reply, version=reply.version, at=office.at, by=office.by(office.city.drafter0), joint_with=[stranger]
            )
        assert refusal.value.field == "joint_with"
    assert not reply.joint_with.exists()


def test_a_letter_that_is_no_longer_joint_goes_straight_on(office):
    reply = joined(office, office.city.units[1])
    drafting.revise(reply, version=reply.version, at=office.at, by=office.by(office.city.drafter0), joint_with=[])
    assert passed(office, reply).status == "signing"
