"""Owns the top of page 1: what stands at which height, from the letterhead down to the first line of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from letters.letter import Letter
from letters.profiles import Corner, GradePlace, Layout, NumberPlace, Profile, PublicityPlace, SignerPlace
from letters.writing import geometry as g
from letters.writing import wording
from letters.writing.titles import break_title, halve_name

# Where the characters of the first grid line start.
FIRST_LINE = g.TOP + g.BODY_DROP
# A number under the title is nearer to it than to the text: so much of the blank line stands above it.
UNDER_TITLE = 0.8
ALIGNS = ("left", "centre", "right")


@dataclass(frozen=True, slots=True)
class Mark:
    """发文机关标志: its lines, their size, and how far the glyphs are condensed."""

    top: float
    size: float
    squeeze: float
    lines: tuple[str, ...]

    @property
    def bottom(self) -> float:
        return self.top + self.size * (1 + g.MARK_LEADING * (len(self.lines) - 1))


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text at a height; `gap` is its distance from the left or the right edge of the type area."""

    top: float
    align: str  # one of ALIGNS
    text: str
    gap: float = 0.0
    name: str = ""  # a person's name after the text, in 楷体


@dataclass(frozen=True, slots=True)
class Rule:
    """A red line; `top` is its middle, `left` counts from the edge of the paper."""

    top: float
    left: float
    width: float
    stroke: float


@dataclass(frozen=True, slots=True)
class Head:
    """The top of page 1, in points from the top edge of the paper."""

    mark: Mark | None
    pieces: tuple[Piece, ...]
    rules: tuple[Rule, ...]
    title: tuple[str, ...]
    title_top: float
    text_top: float  # of the line of the salutation


def build(letter: Letter, profile: Profile) -> Head:
    """Lay out the head of a letter."""
    mark = _mark(letter.issuer, profile)
    rows, rules = (
        _letter_rows(letter, profile, mark) if profile.layout is Layout.LETTER else _file_rows(letter, profile, mark)
    )
    title = break_title(letter.title, tail_line=profile.title_tail_line) if letter.title else ()
    above = max((*(piece.top + g.BODY_SIZE for piece in rows), *_rules_above(rules)), default=g.TOP - g.PITCH)
    title_top = above + 2 * g.PITCH
    foot = title_top + g.TITLE_SIZE + (len(title) - 1) * g.TITLE_PITCH if title else above + g.PITCH
    under = list(_under_title(letter, profile, foot + UNDER_TITLE * g.PITCH))
    pieces = (*rows, *_grade_over_title(letter, profile, title_top), *under)
    in_order = sorted(pieces, key=lambda piece: (piece.top, ALIGNS.index(piece.align), piece.gap))
    if profile.preprinted:
        mark, rules = None, ()
    # One blank line under the title; what is higher than the type area moves nothing.
    text_top = max(g.TOP, foot + (1 + len(under)) * g.PITCH - g.BODY_DROP)
    return Head(mark, tuple(in_order), rules, title, title_top, text_top)


def fit_mark(text: str, size: float) -> tuple[float, float]:
    """Size and condensation that bring one line into the type area: condense first, then shrink."""
    # Tall narrow characters are the look of a red letterhead; small ones are not.
    natural = g.ems(text) * size
    squeeze = min(1.0, g.MARK_WIDTH / natural)
    if squeeze >= g.NARROWEST_MARK:
        return size, squeeze
    return g.MARK_WIDTH / (g.ems(text) * g.NARROWEST_MARK), g.NARROWEST_MARK


def _mark(issuer: str | None, profile: Profile) -> Mark | None:
    if not issuer:
        return None
    is_letter = profile.layout is Layout.LETTER
    top, largest = (g.LETTER_MARK_TOP, g.LETTER_MARK_SIZE) if is_letter else (g.FILE_MARK_TOP, g.FILE_MARK_SIZE)
    text = issuer.removesuffix(profile.mark_suffix) + profile.mark_suffix
    size, squeeze = fit_mark(text, largest)
    if size >= g.SMALLEST_MARK:
        return Mark(top, size, squeeze, (text,))
    lines = halve_name(text)
    size, squeeze = fit_mark(max(lines, key=g.ems), largest * 0.8)
    return Mark(top, size, squeeze, lines)


def _file_rows(letter: Letter, profile: Profile, mark: Mark | None) -> tuple[tuple[Piece, ...], tuple[Rule, ...]]:
    corner = list(_corner(letter, profile, FIRST_LINE))
    # Without a letterhead the rows of the corner come first, and the others under them.
    top = mark.bottom + 2 * g.PITCH if mark else FIRST_LINE + len(corner) * g.PITCH
    signers = _signers(letter, profile)
    right = [*signers, *_grade_under_signer(letter, profile)]
    pieces = [*_right_block(right, top), *_number(letter, profile, top, signer_rows=len(signers))]
    if not mark:
        return (*corner, *pieces), ()
    bottom = max((piece.top for piece in pieces), default=mark.bottom) + g.BODY_SIZE * bool(pieces)
    return (*corner, *pieces), (Rule(bottom + g.RED_GAP, g.LEFT, g.AREA_WIDTH, g.RED_STROKE),)


def _letter_rows(letter: Letter, profile: Profile, mark: Mark | None) -> tuple[tuple[Piece, ...], tuple[Rule, ...]]:
    """Under the double line: number and signers to the right, marks to the left (GB/T 9704-2012, 10.1)."""
    rules = _double_lines(mark) if mark else ()
    top = rules[1].top + g.THIN_RED_STROKE / 2 + g.NUMBER_DROP if rules else FIRST_LINE
    in_head = profile.number is NumberPlace.HEAD
    right = [(letter.doc_number, "")] if letter.doc_number and in_head else []
    right += _signers(letter, profile)
    left = [*_first_lines(letter, profile)]
    if in_head:
        left += _marks_at_number(letter, profile)
        left += _grade_under_signer(letter, profile)
    return (*_stack(right, "right", top), *_stack(left, "left", top)), rules


def _stack(rows: list[tuple[str, str]], align: str, top: float, gap: float = 0.0) -> Iterator[Piece]:
    for i, (text, name) in enumerate(rows):
        yield Piece(top + i * g.PITCH, align, text, gap, name)


def _double_lines(mark: Mark) -> tuple[Rule, ...]:
    """上粗下细 under the letterhead; the same, turned round, 20 mm above the foot of the page."""
    # Rules are placed by their middle, the standard counts from their edges.
    offset = (g.RED_STROKE + g.THIN_RED_STROKE) / 2 + g.DOUBLE_GAP
    thick = mark.bottom + g.RED_GAP + g.RED_STROKE / 2
    foot = g.DOUBLE_FOOT - g.RED_STROKE / 2
    lines = [
        (thick, g.RED_STROKE),
        (thick + offset, g.THIN_RED_STROKE),
        (foot - offset, g.THIN_RED_STROKE),
        (foot, g.RED_STROKE),
    ]
    return tuple(Rule(top, g.DOUBLE_LEFT, g.DOUBLE_WIDTH, stroke) for top, stroke in lines)


def _rules_above(rules: tuple[Rule, ...]) -> Iterator[float]:
    return (rule.top for rule in rules if rule.top < g.PAGE_HEIGHT / 2)


def _corner(letter: Letter, profile: Profile, top: float) -> Iterator[Piece]:
    """The first lines of page 1, in the corner where the place wants them."""
    rows = list(_first_lines(letter, profile))
    if profile.corner is Corner.LEFT:
        return _stack(rows, "left", top)
    return iter(_right_block([(text + name, "") for text, name in rows], top, gap=0.0))


def _first_lines(letter: Letter, profile: Profile) -> Iterator[tuple[str, str]]:
    note = wording.publicity_note(letter, profile)
    if note and profile.publicity is PublicityPlace.FIRST_LINE:
        yield note, ""
    if letter.grade and profile.grade is GradePlace.FIRST_LINE:
        yield wording.grade(letter, profile), ""
    if letter.signatory and profile.signer is SignerPlace.FIRST_LINE:
        yield profile.signer_label, "、".join(letter.signatory)


def _marks_at_number(letter: Letter, profile: Profile) -> list[tuple[str, str]]:
    """Marks that belong to the number: in 信函格式 they face it from the left."""
    return [(text, "") for text in (*_beside_number(letter, profile), *_under_number(letter, profile))]


def _beside_number(letter: Letter, profile: Profile) -> Iterator[str]:
    if letter.grade and profile.grade is GradePlace.BESIDE_NUMBER:
        yield wording.grade(letter, profile)
    note = wording.publicity_note(letter, profile)
    if note and profile.publicity is PublicityPlace.BESIDE_NUMBER:
        yield note


def _under_number(letter: Letter, profile: Profile) -> Iterator[str]:
    if letter.grade and profile.grade is GradePlace.UNDER_NUMBER:
        yield wording.grade(letter, profile)
    note = wording.publicity_note(letter, profile)
    if note and profile.publicity is PublicityPlace.UNDER_NUMBER:
        yield note


def _number_rows(letter: Letter, profile: Profile) -> list[str]:
    """The number with what stands beside it, and what stands under it; marks stand without a number too."""
    row = "　".join([*([letter.doc_number] if letter.doc_number else ()), *_beside_number(letter, profile)])
    return [*([row] if row else ()), *_under_number(letter, profile)]


def _under_title(letter: Letter, profile: Profile, top: float) -> Iterator[Piece]:
    """The number and its marks, centred between title and salutation."""
    if profile.number is NumberPlace.UNDER_TITLE:
        rows = [(text, "") for text in _number_rows(letter, profile)]
        yield from _stack(rows, "centre", top)


def _signers(letter: Letter, profile: Profile) -> list[tuple[str, str]]:
    """Two names a line; the first line carries the label."""
    if profile.signer is not SignerPlace.HEAD:
        return []
    pairs = ["　".join(letter.signatory[i : i + 2]) for i in range(0, len(letter.signatory), 2)]
    return [(profile.signer_label if i == 0 else "", names) for i, names in enumerate(pairs)]


def _grade_under_signer(letter: Letter, profile: Profile) -> list[tuple[str, str]]:
    if not letter.grade or profile.grade is not GradePlace.UNDER_SIGNER:
        return []
    return [(wording.grade(letter, profile), "")]


def _right_block(rows: list[tuple[str, str]], top: float, *, gap: float = g.CELL) -> list[Piece]:
    """居右空一字, or to the edge; all rows start at one left edge, names under names."""
    if not rows:
        return []
    label = rows[0][0] if rows[0][1] else ""
    indents = [g.ems(label) if not text else 0.0 for text, _ in rows]
    width = max(indent + g.ems(text + name) for indent, (text, name) in zip(indents, rows, strict=True))
    left = g.AREA_WIDTH - gap - width * g.BODY_SIZE
    return [
        Piece(top + i * g.PITCH, "left", text, left + indent * g.BODY_SIZE, name)
        for i, (indent, (text, name)) in enumerate(zip(indents, rows, strict=True))
    ]


def _number(letter: Letter, profile: Profile, top: float, *, signer_rows: int) -> Iterator[Piece]:
    """发文字号: centred, or 居左空一字 on the line of the last signer where one signs."""
    if profile.number is not NumberPlace.HEAD:
        return iter(())
    align, gap = ("left", g.CELL) if signer_rows else ("centre", 0.0)
    rows = [(text, "") for text in _number_rows(letter, profile)]
    return _stack(rows, align, top + g.PITCH * max(signer_rows - 1, 0), gap)


def _grade_over_title(letter: Letter, profile: Profile, title_top: float) -> Iterator[Piece]:
    if letter.grade and profile.grade is GradePlace.ABOVE_TITLE:
        yield Piece(title_top - g.PITCH, "right", wording.grade(letter, profile), g.CELL)
