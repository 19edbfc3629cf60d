"""Owns the top of page 1: what stands at which height, from the letterhead down to the first line of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from letters.letter import Letter
from letters.profiles import GradePlace, Layout, Profile, PublicityPlace, SignerPlace
from letters.writing import geometry as g
from letters.writing import wording
from letters.writing.titles import break_title, halve_name

# Where the characters of the first grid line start.
FIRST_LINE = g.TOP + (g.PITCH - g.BODY_SIZE) / 2
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
    lines: int  # of the grid, taken by the head: the salutation stands on the next one


def build(letter: Letter, profile: Profile) -> Head:
    """Lay out the head of a letter."""
    mark = _mark(letter.issuer, profile)
    rows, rules = (
        _letter_rows(letter, profile, mark) if profile.layout is Layout.LETTER else _file_rows(letter, profile, mark)
    )
    pieces = (*_first_line(letter, profile, mark), *rows)
    title = break_title(letter.title, tail_line=profile.title_tail_line) if letter.title else ()
    above = max((*(piece.top + g.BODY_SIZE for piece in pieces), *_rules_above(rules)), default=g.TOP - g.PITCH)
    title_top, lines = _snap(above + 2 * g.PITCH, len(title))
    over_title = _grade_over_title(letter, profile, title_top)
    in_order = sorted((*pieces, *over_title), key=lambda piece: (piece.top, ALIGNS.index(piece.align), piece.gap))
    return Head(mark, tuple(in_order), rules, title, title_top, lines)


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
    top = mark.bottom + 2 * g.PITCH if mark else FIRST_LINE
    signers = _signers(letter, profile)
    right = [*signers, *_grade_under_signer(letter, profile)]
    pieces = [*_right_block(right, top), *_number(letter, profile, top, signer_rows=len(signers))]
    if not mark:
        return tuple(pieces), ()
    bottom = max((piece.top for piece in pieces), default=mark.bottom) + g.BODY_SIZE * bool(pieces)
    return tuple(pieces), (Rule(bottom + g.RED_GAP, g.LEFT, g.AREA_WIDTH, g.RED_STROKE),)


def _letter_rows(letter: Letter, profile: Profile, mark: Mark | None) -> tuple[tuple[Piece, ...], tuple[Rule, ...]]:
    rules = _double_lines(mark) if mark else ()
    top = rules[1].top + g.THIN_RED_STROKE / 2 + g.NUMBER_DROP if rules else FIRST_LINE
    pieces = [Piece(top, "right", letter.doc_number)] if letter.doc_number else []
    if letter.grade and profile.grade in {
        GradePlace.UNDER_SIGNER,
        GradePlace.BESIDE_NUMBER,
        GradePlace.UNDER_NUMBER,
    }:
        pieces.insert(0, Piece(top, "left", _grade(letter, profile)))
    below = top + g.PITCH * bool(pieces)
    signers = [
        Piece(below + i * g.PITCH, "right", text, name=name) for i, (text, name) in enumerate(_signers(letter, profile))
    ]
    return (*pieces, *signers), rules


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


def _first_line(letter: Letter, profile: Profile, mark: Mark | None) -> Iterator[Piece]:
    """Marks in the corners of page 1; above a letterhead at 30 mm they stand in the margin."""
    top = mark.top - g.PITCH if mark and profile.layout is Layout.LETTER else FIRST_LINE
    note = wording.publicity_note(letter, profile)
    if note and profile.publicity is PublicityPlace.FIRST_LINE:
        yield Piece(top, "left", note)
    if letter.grade and profile.grade is GradePlace.FIRST_LINE:
        yield Piece(top, "right", _grade(letter, profile))


def _grade(letter: Letter, profile: Profile) -> str:
    return profile.grade_form.format(grade=letter.grade)


def _signers(letter: Letter, profile: Profile) -> list[tuple[str, str]]:
    """Two names a line; the first line carries the label."""
    if profile.signer is not SignerPlace.HEAD:
        return []
    pairs = ["　".join(letter.signatory[i : i + 2]) for i in range(0, len(letter.signatory), 2)]
    return [(profile.signer_label if i == 0 else "", names) for i, names in enumerate(pairs)]


def _grade_under_signer(letter: Letter, profile: Profile) -> list[tuple[str, str]]:
    if not letter.grade or profile.grade is not GradePlace.UNDER_SIGNER:
        return []
    return [(_grade(letter, profile), "")]


def _right_block(rows: list[tuple[str, str]], top: float) -> list[Piece]:
    """居右空一字; all rows start at one left edge, names under names."""
    if not rows:
        return []
    label = rows[0][0] if rows[0][1] else ""
    indents = [g.ems(label) if not text else 0.0 for text, _ in rows]
    width = max(indent + g.ems(text + name) for indent, (text, name) in zip(indents, rows, strict=True))
    left = g.AREA_WIDTH - g.CELL - width * g.BODY_SIZE
    return [
        Piece(top + i * g.PITCH, "left", text, left + indent * g.BODY_SIZE, name)
        for i, (indent, (text, name)) in enumerate(zip(indents, rows, strict=True))
    ]


def _number(letter: Letter, profile: Profile, top: float, *, signer_rows: int) -> Iterator[Piece]:
    """发文字号: centred, or 居左空一字 on the line of the last signer where one signs."""
    if not letter.doc_number:
        return
    align, gap = ("left", g.CELL) if signer_rows else ("centre", 0.0)
    last = top + g.PITCH * max(signer_rows - 1, 0)
    beside = letter.grade and profile.grade is GradePlace.BESIDE_NUMBER
    yield Piece(last, align, f"{letter.doc_number}　{_grade(letter, profile)}" if beside else letter.doc_number, gap)
    if letter.grade and profile.grade is GradePlace.UNDER_NUMBER:
        yield Piece(last + g.PITCH, align, _grade(letter, profile), gap)


def _grade_over_title(letter: Letter, profile: Profile, title_top: float) -> Iterator[Piece]:
    if letter.grade and profile.grade is GradePlace.ABOVE_TITLE:
        yield Piece(title_top - g.PITCH, "right", _grade(letter, profile), g.CELL)


def _snap(title_top: float, title_lines: int) -> tuple[float, int]:
    """Bring the first line of text onto the grid; the title takes half of the shift."""
    height = g.TITLE_SIZE + (title_lines - 1) * g.TITLE_PITCH if title_lines else -2 * g.PITCH
    half_leading = (g.PITCH - g.BODY_SIZE) / 2
    # Rounded to the nearest line, so the shift is at most half of one.
    ideal = title_top + height + g.PITCH - half_leading
    lines = max(0, round((ideal - g.TOP) / g.PITCH))
    return title_top + (g.TOP + lines * g.PITCH - ideal) / 2, lines
