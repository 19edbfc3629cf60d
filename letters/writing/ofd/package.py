"""Owns the letter as an OFD file: what its PDF shows, object by object, in the parts that the standard asks for."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from letters.letter import Letter
from letters.profiles import Profile
from letters.writing import pdf, sheet
from letters.writing.fonts import BOLD
from letters.writing.ofd import drawn, fields
from letters.writing.ofd.content import NS, XML, number, page_xml
from letters.writing.ofd.sources import source_of
from letters.writing.ofd.truetype import font_file
from letters.writing.written import Written

CREATOR = "Dafu"
QUICK = 1  # of nine: outlines hardly shrink, and the last twentieth costs as much time as the rest
CHINA = dt.timezone(dt.timedelta(hours=8))  # the file has dates, and they are those of the office


def write(letter: Letter, profile: Profile, *, when: dt.datetime) -> Written:
    """The letter as OFD; the same letter, profile and moment give the same bytes, the findings are those of the PDF."""
    printed = pdf.write(letter, profile, when=when)
    pages = drawn.pages(printed.data)
    used = _characters(pages)
    new_id = count(1).__next__
    font_ids = {name: new_id() for name in used}
    page_ids = [new_id() for _ in pages]
    parts: dict[str, str | bytes] = {
        f"Doc_0/Pages/Page_{n}/Content.xml": page_xml(page, new_id=new_id, font_ids=font_ids)
        for n, page in enumerate(pages)
    }
    files = {f"font_{font_ids[name]}.ttf": font_file(source_of(name), chars) for name, chars in used.items()}
    heads: dict[str, str | bytes] = {
        "OFD.xml": _ofd(letter, profile, hashlib.sha256(printed.data).hexdigest()[:32], when.astimezone(CHINA).date()),
        "Doc_0/Document.xml": _document(pages[0], page_ids, last_id=new_id() - 1),
        "Doc_0/PublicRes.xml": _resources(font_ids),
    }
    return Written(_zip(heads | parts | {f"Doc_0/Res/{name}": data for name, data in files.items()}), printed.findings)


def _characters(pages: list[drawn.Page]) -> dict[str, str]:
    """The characters that each font must hold, fonts in the order of their first use."""
    used: dict[str, set[str]] = {}
    for page in pages:
        for run in page.runs:
            used.setdefault(run.style.font, set()).update(run.chars)
    return {name: "".join(sorted(chars)) for name, chars in used.items()}


def _ofd(letter: Letter, profile: Profile, own_id: str, day: dt.date) -> str:
    # What is typed may hold signs that no XML can carry.
    letter = sheet.printable(letter)
    stated = {"DocID": own_id, "Title": letter.title, "Author": letter.issuer, "CreationDate": day, "ModDate": day}
    stated |= {"DocUsage": "Normal", "Creator": CREATOR}
    info = "".join(f"<ofd:{name}>{escape(str(value))}</ofd:{name}>" for name, value in stated.items() if value)
    custom = "".join(
        f"<ofd:CustomData Name={quoteattr(name)}>{escape(value)}</ofd:CustomData>"
        for name, value in fields.of(letter, profile).items()
    )
    info += f"<ofd:CustomDatas>{custom}</ofd:CustomDatas>" if custom else ""
    return (
        f'{XML}<ofd:OFD {NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>{info}</ofd:DocInfo>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _document(first: drawn.Page, page_ids: list[int], *, last_id: int) -> str:
    listed = "".join(
        f'<ofd:Page ID="{page_id}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n, page_id in enumerate(page_ids)
    )
    box = f"<ofd:PhysicalBox>0 0 {number(first.width)} {number(first.height)}</ofd:PhysicalBox>"
    return (
        f"{XML}<ofd:Document {NS}><ofd:CommonData><ofd:MaxUnitID>{last_id}</ofd:MaxUnitID>"
        f"<ofd:PageArea>{box}</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )


def _resources(font_ids: dict[str, int]) -> str:
    listed = "".join(_font(name, font_id) for name, font_id in font_ids.items())
    fonts = f"<ofd:Fonts>{listed}</ofd:Fonts>" if listed else ""
    return f'{XML}<ofd:Res {NS} BaseLoc="Res">{fonts}</ofd:Res>'


def _font(name: str, font_id: int) -> str:
    source = source_of(name)
    # Said for viewers that draw with a font of their own by the name.
    bold = ' Bold="true"' if source.weight >= BOLD else ""
    return (
        f'<ofd:Font ID="{font_id}" FontName={quoteattr(name)} FamilyName={quoteattr(source.family)}{bold}>'
        f"<ofd:FontFile>font_{font_id}.ttf</ofd:FontFile></ofd:Font>"
    )


def _zip(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, content, compresslevel=QUICK)
    return buffer.getvalue()
