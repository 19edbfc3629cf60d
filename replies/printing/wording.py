"""To whom a reply goes, one by one: what letters, forms, receipts and labels of one mailing have in common."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from letters.profiles import Profile
from letters.writing import wording
from proposals.enums import ProposerKind
from proposals.models import Proposer
from replies.enums import ReplyKind
from replies.models import Reply


@dataclass(frozen=True, slots=True)
class Addressee:
    """One who gets the letter: the proposer behind it, if it is one, and how an envelope names them."""

    name: str
    proposer: Proposer | None = None

    def salutation(self, profile: Profile) -> str:
        """甲委员： with the words of the place; a body by its name."""
        if self.proposer is None:
            return f"{self.name}："
        people = [self.name] if self.proposer.kind == ProposerKind.PERSON else []
        return wording.address(people, [] if people else [self.name], profile)

    @property
    def on_envelope(self) -> str:
        title = "委员" if self.proposer and self.proposer.kind == ProposerKind.PERSON else ""
        return f"{self.name}{title}　收"

    @property
    def address(self) -> str:
        """Where they work, as the roster has it; a phone is on no paper."""
        return self.proposer.member.post if self.proposer and self.proposer.member else ""


def addressees(reply: Reply) -> list[Addressee]:
    """Each proposer gets a print, as the 印数 counts them; of an opinion the lead unit."""
    if reply.kind == ReplyKind.OPINION:
        return [Addressee(reply.addressees.rstrip("：:"))]
    return [Addressee(each.name, each) for each in reply.proposal.proposers.all()]


def day(date: dt.date | None) -> str:
    return wording.day(date) if date else ""
