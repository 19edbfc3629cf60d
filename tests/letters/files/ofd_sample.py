"""A small OFD as offices get it: text objects with places, told in the parts that GB/T 33190 asks for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 5.64  # millimetres: 三号
Placed = tuple[float, float, str]  # from the left and from the top of the page, in millimetres


def ofd(pages: Iterable[Iterable[Placed]]) -> bytes:
    contents = [_content(page) for page in pages]
    listed = "".join(f'<ofd:Page ID="{10 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(contents)))
    document = (
        f"<ofd:Document {NS}><ofd:CommonData><ofd:MaxUnitID>9000</ofd:MaxUnitID>"
        "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", _root())
        archive.writestr("Doc_0/Document.xml", document)
        for number, content in enumerate(contents):
            archive.writestr(f"Doc_0/Pages/Page_{number}/Content.xml", content)
    return data.getvalue()


def lines(texts: Iterable[str], *, left: float = 28, top: float = 45, pitch: float = 10.2) -> list[Placed]:
    """Texts set one under the other."""
    return [(left, top + n * pitch, text) for n, text in enumerate(texts)]


def _root() -> str:
    return (
        f'<ofd:OFD {NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _content(page: Iterable[Placed]) -> str:
    said = "".join(_text(100 + n, *placed) for n, placed in enumerate(page))
    return f'<ofd:Page {NS}><ofd:Content><ofd:Layer ID="50">{said}</ofd:Layer></ofd:Content></ofd:Page>'


def _text(number: int, x: float, y: float, text: str) -> str:
    steps = f' DeltaX="g {len(text) - 1} {SIZE}"' if len(text) > 1 else ""
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{x} {y} {len(text) * SIZE} {SIZE}" Font="1" Size="{SIZE}">'
        f'<ofd:TextCode X="0" Y="{0.88 * SIZE}"{steps}>{text}</ofd:TextCode></ofd:TextObject>'
    )
