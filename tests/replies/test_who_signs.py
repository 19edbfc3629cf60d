import pytest

from replies.actions import signing
from tests.replies.test_clearance import switch
from workflow.enums import Role
from workflow.errors import TransitionRefused
from workflow.models import Appointment, AuditEvent, User


def sign(office, reply, who):
    signing.sign(reply, **office.when(who))


@pytest.mark.parametrize(("rule", "key", "refused"), [
    ("never", True, False),
    ("key", False, False),
    ("key", True, True),
    ("always", False, True),
])  # fmt: skip
def test_the_rules_may_want_the_head_to_sign(office, rule, key, refused):
    switch(head_signs=rule)
    reply = office.at_signing()
    reply.proposal.is_key = key
    if refused:
        with pytest.raises(TransitionRefused, match="由主要领导签发"):
            sign(office, reply, office.city.signer0)
        Appointment.objects.filter(user=office.city.signer0).update(is_head=True)
    sign(office, reply, office.city.signer0)
    assert (reply.status, reply.signer) == ("signed", office.city.signer0.name)


def test_a_deputy_signs_with_their_own_name(office):
    city = office.city
    switch(head_signs="always")
    deputy = User.objects.create_user("deputy", name="周平")
    post = {"user": deputy, "jurisdiction": city.place, "department": city.units[0], "role": Role.SIGNER}
    held = Appointment.objects.create(**post, deputises_for=city.signer0)
    reply = office.at_signing()
    with pytest.raises(TransitionRefused, match="由主要领导签发"):
        sign(office, reply, deputy)
    Appointment.objects.filter(pk=held.pk).update(is_head=True)
    sign(office, reply, deputy)
    assert (reply.signer, reply.signed_by, reply.frozen["letter"]["signatory"]) == ("周平", deputy, ["周平"])
    assert AuditEvent.objects.get(move="sign").actor == f"周平（代{city.signer0.name}）"
