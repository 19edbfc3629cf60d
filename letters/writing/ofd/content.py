"""A drawn page as the XML of GB/T 33190-2016: text objects and paths, in millimetres and in the standard's order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby, pairwise
from xml.sax.saxutils import escape

from letters.writing.ofd.drawn import Colour, Page, Path, Run
from letters.writing.ofd.sources import source_of

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'

# What a character of an em takes above and below its baseline.
_UP, _DOWN = 0.88, 0.12
_ROOM = 0.1  # ems around a text: some viewers clip at the boundary


def page_xml(page: Page, *, new_id: Callable[[], int], font_ids: dict[str, int]) -> str:
    """Content.xml of one page; `new_id` hands out the numbers of its objects, `font_ids` are those of the fonts."""
    layer = new_id()
    objects = [_path(path, new_id(), page) for path in page.paths]
    objects += [_text(run, new_id(), font_ids[run.style.font], page) for run in page.runs]
    box = f"<ofd:PhysicalBox>0 0 {number(page.width)} {number(page.height)}</ofd:PhysicalBox>"
    return (
        f"{XML}<ofd:Page {NS}><ofd:Area>{box}</ofd:Area><ofd:Content>"
        f'<ofd:Layer ID="{layer}" Type="Body">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def number(value: float) -> str:
    """To a micrometre, without the zeros at the end."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _text(run: Run, own_id: int, font_id: int, page: Page) -> str:
    style = run.style
    left, top, width, height = _boundary(run, page)
    # Inside the object the characters keep their full width: its matrix condenses them.
    inner = [(x - left) / style.squeeze for x in run.xs]
    matrix = f' CTM="{number(style.squeeze)} 0 0 1 0 0"' if style.squeeze != 1 else ""
    stroke = f' Stroke="true" LineWidth="{number(style.outline)}"' if style.outline else ""
    deltas = f' DeltaX="{_deltas(inner)}"' if len(inner) > 1 else ""
    colour = _colour("FillColor", style.colour)
    # Stands in the PDF too with the outline of its own colour.
    outline = _colour("StrokeColor", style.colour) if style.outline else ""
    return (
        f'<ofd:TextObject ID="{own_id}" Boundary="{_box(left, top, width, height)}"{matrix} Font="{font_id}" '
        f'Size="{number(style.size)}"{stroke}>{colour}{outline}'
        f'<ofd:TextCode X="{number(inner[0])}" Y="{number(run.baseline - top)}"{deltas}>{escape("".join(run.chars))}'
        "</ofd:TextCode></ofd:TextObject>"
    )


def _boundary(run: Run, page: Page) -> tuple[float, float, float, float]:
    """Left, top, width and height of the ink with some room, inside the page."""
    style = run.style
    source = source_of(style.font)
    glyphs = [source.glyph(char) for char in run.chars]
    up = max(_UP, *(glyph.box[3] / source.upem for glyph in glyphs)) + _ROOM
    down = max(_DOWN, *(-glyph.box[1] / source.upem for glyph in glyphs)) + _ROOM
    end = max(1.0, glyphs[-1].advance / source.upem) + _ROOM
    left = _within(run.xs[0] - _ROOM * style.size, page.width)
    top = _within(run.baseline - up * style.size, page.height)
    right = _within(run.xs[-1] + end * style.size * style.squeeze, page.width)
    bottom = _within(run.baseline + down * style.size, page.height)
    return left, top, right - left, bottom - top


def _within(value: float, edge: float) -> float:
    return min(max(value, 0.0), edge)


def _deltas(xs: list[float]) -> str:
    """The steps between origins; `g n v` says n steps of v."""
    steps = [number(b - a) for a, b in pairwise(xs)]
    return " ".join(_stretch(step, len(list(same))) for step, same in groupby(steps))


def _stretch(step: str, count: int) -> str:
    return f"g {count} {step}" if count > 2 else " ".join([step] * count)


def _path(path: Path, own_id: int, page: Page) -> str:
    across = [x for _, numbers in path.steps for x in numbers[0::2]]
    down = [y for _, numbers in path.steps for y in numbers[1::2]]
    # Half the stroke lies outside the path.
    edge = path.width / 2 if path.stroke else 0.0
    left, top = _within(min(across) - edge, page.width), _within(min(down) - edge, page.height)
    width, height = _within(max(across) + edge, page.width) - left, _within(max(down) + edge, page.height) - top
    stroke = f' LineWidth="{number(path.width)}"' if path.stroke else ' Stroke="false"'
    fill = ' Fill="true"' if path.fill else ""
    colours = _colour("StrokeColor", path.stroke) + _colour("FillColor", path.fill)
    data = " ".join(_steps(path, left, top))
    return (
        f'<ofd:PathObject ID="{own_id}" Boundary="{_box(left, top, width, height)}"{stroke}{fill}>{colours}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _steps(path: Path, left: float, top: float) -> Iterator[str]:
    for step, numbers in path.steps:
        yield step
        for x, y in zip(numbers[0::2], numbers[1::2], strict=True):
            yield f"{number(x - left)} {number(y - top)}"


def _box(*numbers: float) -> str:
    return " ".join(map(number, numbers))


def _colour(element: str, colour: Colour | None) -> str:
    return f'<ofd:{element} Value="{colour[0]} {colour[1]} {colour[2]}"/>' if colour else ""
