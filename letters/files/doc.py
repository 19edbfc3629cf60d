"""DOC and WPS (OLE), RTF and ODT: read by a program of the machine, antiword or LibreOffice, whichever is there."""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from letters.files import docx
from letters.files.archives import MAGIC
from letters.files.errors import MOST_CHARACTERS, Unreadable
from letters.files.txt import decoded

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF: Final = b"{\\rtf"
_ODT: Final = b"mimetypeapplication/vnd.oasis.opendocument.text"
_WORD: Final = "WordDocument".encode("utf-16-le")
_MOST_BYTES: Final = 60 * MOST_CHARACTERS
_SECONDS, _MEMORY = 60, 2 << 30
# antiword draws tables with bars and says [pic] for a picture.
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
# The mark of a DOC as single bytes and as UTF-16, and what no text holds.
_BYTES: Final = re.compile("ÐÏ|\ucfd0\ue011|\ufffd|[\x00-\x08]")
_PICTURE: Final = re.compile(r"\[pic\]")


def holds(data: bytes) -> bool:
    return data.startswith((OLE, RTF))


def as_docx(data: bytes) -> bytes:
    """A DOC, WPS, RTF or ODT document as DOCX, with the changes tracked in it: as text it would hold both wordings.

    Empty for what is none of these, and where LibreOffice is not there or does not know it.
    """
    known = data.startswith(RTF) or (data.startswith(OLE) and _WORD in data) or is_odt(data)
    made = _by_libreoffice(data, "docx") if known and len(data) <= _MOST_BYTES and shutil.which("soffice") else b""
    return b"" if made and _shows_bytes(docx.text(made)) else made


def unread_odt() -> Unreadable:
    """Why an ODT document is none that `as_docx` could make."""
    if shutil.which("soffice"):
        return Unreadable("damaged", "ODT文件已损坏、加了密码或者过大，无法读取。")
    return Unreadable("no_tool", "ODT文件要由服务器上的LibreOffice读取；请另存为DOCX再上传。")


def is_odt(data: bytes) -> bool:
    # The first part of the package says what it is, and is not packed.
    return data.startswith(MAGIC) and data[30:].startswith(_ODT)


def text(data: bytes) -> str:
    """The text by the first program that reads it; Unreadable names what is missing."""
    if len(data) > _MOST_BYTES:
        raise Unreadable("too_long", "文件过大，不像一份复文，未予读取。")
    if data.startswith(OLE) and _WORD not in data:
        raise Unreadable("unsupported", "这不是Word或WPS文字的文档，无法读取。")
    programs = [(name, read) for name, read in _PROGRAMS if shutil.which(name)]
    if data.startswith(RTF):
        programs = [(name, read) for name, read in programs if name == "soffice"]
    if not programs:
        wanted = "LibreOffice" if data.startswith(RTF) else "antiword或LibreOffice"
        raise Unreadable("no_tool", f"服务器没有安装{wanted}，不能读取这种格式；可另存为DOCX再读。")
    for _, read in programs:
        found = read(data)
        if _HAN.search(found) and not _shows_bytes(found):
            return found
    raise Unreadable("damaged", "文档已损坏或加了密码，无法读取。")


def _shows_bytes(text: str) -> bool:
    """A program that does not know a damaged file shows its bytes as if they were text."""
    return _BYTES.search(text[:200]) is not None


def _by_antiword(data: bytes) -> str:
    with tempfile.TemporaryDirectory(prefix="dafu-doc-") as folder:
        path = Path(folder) / "letter.doc"
        path.write_bytes(data)
        done = _run(["antiword", "-m", "UTF-8.txt", "-w", "0", str(path)])
    return _PICTURE.sub("", decoded(done)) if done else ""


def _as_text(data: bytes) -> str:
    return decoded(_by_libreoffice(data, "txt:Text (encoded):UTF8"))


def _by_libreoffice(data: bytes, form: str) -> bytes:
    """The document in another form; empty where it makes none."""
    suffix = ".rtf" if data.startswith(RTF) else ".doc" if data.startswith(OLE) else ".odt"
    with tempfile.TemporaryDirectory(prefix="dafu-doc-") as folder:
        path = Path(folder) / f"letter{suffix}"
        path.write_bytes(data)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        _run(["soffice", profile, "--headless", "--convert-to", form, "--outdir", folder, str(path)])
        made = path.with_suffix(f".{form.partition(':')[0]}")
        return made.read_bytes() if made.exists() else b""


_PROGRAMS: Final[tuple[tuple[str, Callable[[bytes], str]], ...]] = (
    ("antiword", _by_antiword),
    ("soffice", _as_text),
)


def _run(command: list[str]) -> bytes:
    """What the program says, within its time and memory; nothing where it fails."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, preexec_fn=_bounded)
    except subprocess.TimeoutExpired:
        return b""
    return done.stdout if done.returncode == 0 else b""


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
