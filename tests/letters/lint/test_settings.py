"""What a place decides: severities by rule, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from letters.letter import Kind
from letters.lint import RULES, Facts, Severity, UnknownSetting, blocking, check
from tests.letters.lint.labelled import load_all

LETTERS = {each.name: each for each in load_all("bases")}
LAMPS = LETTERS["路灯"]
VAGUE = replace(LAMPS.letter, body=(*LAMPS.letter.body[:-1], replace(LAMPS.letter.body[-1], text="我们将适时推进。")))


def severities(letter, settings):
    return {problem.rule: problem.severity for problem in check(letter, LAMPS.profile, LAMPS.facts, settings)}


def test_default_severity():
    assert severities(VAGUE, {}) == {"VAGUE": Severity.WARNING}


@pytest.mark.parametrize("severity", [Severity.BLOCK, Severity.ERROR, Severity.WARNING])
def test_place_sets_the_severity(severity):
    assert severities(VAGUE, {"VAGUE": str(severity)}) == {"VAGUE": severity}


def test_place_does_not_ask():
    assert severities(VAGUE, {"VAGUE": "off"}) == {}


def test_what_a_place_set_goes_before_the_milder_case():
    letter = replace(LAMPS.letter, salutation="钱若水委员:")

    assert severities(letter, {}) == {"SALUTATION": Severity.WARNING}
    assert severities(letter, {"SALUTATION": "block"}) == {"SALUTATION": Severity.BLOCK}


def test_unknown_rule_is_named():
    with pytest.raises(UnknownSetting, match="没有这样的校核规则：NO_SUCH"):
        check(LAMPS.letter, LAMPS.profile, LAMPS.facts, {"NO_SUCH": "error"})


def test_unknown_severity_is_named():
    with pytest.raises(UnknownSetting, match=r"规则VAGUE的级别只能是.*不能是“loud”"):
        check(LAMPS.letter, LAMPS.profile, LAMPS.facts, {"VAGUE": "loud"})


def test_only_identity_blocks_by_default():
    assert {rule.id for rule in RULES if rule.severity is Severity.BLOCK} == {
        "TITLE_CASE",
        "SALUTATION",
        "DOCNO",
        "DATE_FORM",
        "PLACEHOLDER",
    }


def test_ids_are_unique_and_needs_are_facts():
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert {need for rule in RULES for need in rule.needs} <= set(Facts.__dataclass_fields__)


def test_nothing_is_asked_of_a_case_that_is_not_known():
    """A letter that agrees with itself passes where no fact is given."""
    for each in LETTERS.values():
        assert check(each.letter, each.profile, Facts()) == ()


def test_only_replies_and_opinions_are_judged():
    assert check(replace(VAGUE, kind=Kind.OTHER), LAMPS.profile, LAMPS.facts) == ()
    assert check(VAGUE, LAMPS.profile, LAMPS.facts) != ()


def test_what_stops_the_signing():
    problems = check(replace(VAGUE, title=None), LAMPS.profile, LAMPS.facts)

    assert [problem.rule for problem in blocking(problems)] == ["TITLE_CASE"]


def test_a_draft_is_not_blamed_for_what_signing_and_numbering_add():
    draft = replace(LAMPS.letter, doc_number=None, date=None, signatory=())

    assert check(draft, LAMPS.profile, LAMPS.facts) == ()
    issued = check(draft, LAMPS.profile, replace(LAMPS.facts, issued=True))
    assert [problem.rule for problem in issued] == ["DOCNO", "SIGNER", "DATE_FORM"]
