"""The place of an external e-seal: what the office's seal system must do, and a signer with a key file to try it with.

SEAL_URL names the system by its scheme; without it letters are printed for the seal on paper. Another system is
another class in SEALS.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import zipfile
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

# What an archive keeps for good may bear a seal; a Word document is there to be edited.
FORMATS = ("pdf", "ofd")


class SealError(Exception):
    """The seal system refused or cannot be reached; what it said."""


class Seal(Protocol):
    """A seal system. `press` is asked once a file; the same file may be asked again after a failure."""

    name: str

    def press(self, data: bytes, *, fmt: str) -> bytes:
        """The file with the seal in it. SealError where there is none."""
        ...

    def is_whole(self, data: bytes, *, fmt: str) -> bool:
        """Whether the file bears this system's seal and was not changed since."""
        ...


class KeyFile:
    """A signer for trials: an HMAC-SHA256 of the file under the key of a JSON file, written where readers ignore it.

    In a PDF that is a comment behind the last line, in an OFD the comment of the archive. It is no seal in law.
    """

    def __init__(self, path: str) -> None:
        try:
            held = json.loads(Path(path).read_text(encoding="utf-8"))
            self.name, self._key = str(held["name"]), bytes.fromhex(held["key"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SealError(f"签章密钥文件不能使用：{path}（{error}）。") from error

    def press(self, data: bytes, *, fmt: str) -> bytes:
        mark = self._mark(data)
        if fmt == "pdf":
            return data + mark
        buffer = io.BytesIO(data)
        with zipfile.ZipFile(buffer, "a") as package:
            package.comment = mark
        return buffer.getvalue()

    def is_whole(self, data: bytes, *, fmt: str) -> bool:
        bare, mark = _parted(data, fmt)
        return bool(mark) and hmac.compare_digest(mark, self._mark(bare))

    def _mark(self, data: bytes) -> bytes:
        return _SIGN + hmac.new(self._key, data, hashlib.sha256).hexdigest().encode() + b"\n"


_SIGN = b"%DafuSeal "
_LENGTH = len(_SIGN) + 64 + 1


def _parted(data: bytes, fmt: str) -> tuple[bytes, bytes]:
    """The file as it was before the mark, and the mark."""
    bare, mark = data[:-_LENGTH], data[-_LENGTH:]
    if not mark.startswith(_SIGN):
        return data, b""
    # The end record of an archive tells how long its comment is.
    return (bare if fmt == "pdf" else bare[:-2] + b"\0\0"), mark


SEALS = {"keyfile": KeyFile}


@register()
def seal_can_be_used(**_kwargs: Any) -> list[CheckMessage]:
    """A wrong address is found when the product starts, not when the first letter is to be sealed."""
    try:
        in_use()
    except SealError as error:
        return [Error(str(error), id="replies.E001")]
    return []


def is_wanted() -> bool:
    return bool(settings.SEAL_URL)


def in_use() -> Seal | None:
    """The seal system of this installation; SealError for an address that none of them knows."""
    if not is_wanted():
        return None
    address = urlsplit(settings.SEAL_URL)
    if address.scheme not in SEALS:
        raise SealError(f"SEAL_URL 的类型应为{'、'.join(SEALS)}，不能是“{address.scheme}”。")
    return SEALS[address.scheme](address.path)
