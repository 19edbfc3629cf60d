"""The fields of a letter: which rules look for each, in which order; the first that finds wins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from letters.reading.fields import closing, contacts, copies, identity, proposal
from letters.reading.found import Found
from letters.reading.zones import Page

Rule = Callable[[Page], Found[Any] | None]

GENERAL: Final[dict[str, tuple[Rule, ...]]] = {
    "issuer": (identity.issuer,),
    "doc_number": (identity.doc_number,),
    "signatory": (identity.signatory,),
    "publicity": (identity.publicity_labelled, identity.publicity_marked),
    "title": (identity.title,),
    "salutation": (identity.salutation,),
    "sign_off": (closing.sign_off,),
    "date": (closing.date,),
    "printed_by": (closing.printed_by,),
    "printed_on": (closing.printed_on,),
    "attachments": (closing.attachments,),
    "contact_person": (contacts.persons,),
    "contact_phone": (contacts.phones,),
    "contact_unit": (contacts.unit,),
    "postcode": (contacts.postcode,),
    "cc": (copies.copies,),
}
# Of a letter that answers or helps to answer; by convention empty in anything else.
OF_A_PROPOSAL: Final[dict[str, tuple[Rule, ...]]] = {
    "grade_raw": (identity.grade_labelled, identity.grade_marked),
    "session": (proposal.session, proposal.session_labelled),
    "body_level": (proposal.body_level,),
    "proposal_number": (proposal.number_in_title, proposal.number_in_opening, proposal.number_labelled),
    "proposal_title": (proposal.title_labelled, proposal.title_in_opening, proposal.title_in_titles),
    "proposers": (proposal.addressed, proposal.named_in_opening),
    "co_units": (proposal.co_units, proposal.co_units_labelled),
}


# A co-handler writes to the lead unit: the proposers are those its text names.
OF_AN_OPINION: Final = OF_A_PROPOSAL | {"proposers": (proposal.named_in_opening,)}


def find_all(page: Page, rules: dict[str, tuple[Rule, ...]]) -> dict[str, Found[Any]]:
    """What the rules find on a page, by field; a field that is not stated is absent."""
    found: dict[str, Found[Any]] = {}
    for field, alternatives in rules.items():
        for rule in alternatives:
            value = rule(page)
            if value is not None:
                found[field] = value
                break
    return found
