"""办复: on which day an answer counts as given."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from proposals.enums import Origin
from replies.enums import ReplyKind, ReplyStatus

if TYPE_CHECKING:
    from proposals.models import Assignment
    from replies.models.reply import Reply
    from workflow.models import RuleVersion

# Where the day that counts is not that of a move towards sending: registered once the letter has arrived.
ARRIVALS = {"handed_in_on": "送交日期", "received_on": "委员收到日期"}


class CountsAsGiven:
    """What the rules make of the days of a reply: that of signing, of sending or of its arrival counts."""

    if TYPE_CHECKING:
        kind: str
        origin: str
        status: str
        round: int
        replaces: Reply | None
        assignment: Assignment

        @property
        def replaces_sent(self) -> bool: ...

        @property
        def is_answer(self) -> bool: ...

        @property
        def rules(self) -> RuleVersion: ...

    @property
    def counted_by(self) -> str:
        """办复: the column of the day that counts against the deadline, by rule; an opinion reaches no proposer."""
        named = f"{self.rules.switch('reply_counts_on')}_on"
        return "sent_on" if named in ARRIVALS and self.kind == ReplyKind.OPINION else named

    @property
    def counts_on_arrival(self) -> bool:
        return self.origin == Origin.MADE and self.counted_by in ARRIVALS

    @property
    def arrival(self) -> str:
        """The column in which its arrival is still to be registered; empty where nothing waits for it."""
        waits = self.status == ReplyStatus.SENT and self.is_answer and self.counts_on_arrival
        return self.counted_by if waits and not self.day_that_counts else ""

    @property
    def arrival_label(self) -> str:
        return ARRIVALS.get(self.arrival, "")

    @property
    def day_that_counts(self) -> dt.date | None:
        """A letter in the place of one that had answered already moves no day."""
        first = self.replaces.day_that_counts if self.replaces and self.replaces_sent else None
        own: dt.date | None = getattr(self, self.counted_by)
        return first or own

    def round_counts_on(self) -> dt.date | None:
        """The day on which the unit's answer counts as given; None while one letter of its round has not arrived.

        Of letters that answer a family of proposals the last one counts.
        """
        days = [reply.day_that_counts for reply in self.round_mates()]
        return None if None in days else max(filter(None, days), default=None)

    def round_mates(self) -> list[Reply]:
        """The answers of this round that went out, to each of the proposals that are answered together."""
        sent: Any = self.assignment.replies.filter(round=self.round, origin=Origin.MADE)
        mates = list(sent.sent().answers())
        for mate in mates:
            mate.assignment = self.assignment  # whose rules are at hand
        return mates
