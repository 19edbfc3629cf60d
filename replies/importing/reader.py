"""The reader's program: files in at one end, readings out at the other. Knows letters and no database.

One JSON line {"name", "size", "scans"} and as many bytes; the answer is one JSON line. Kept so small that several may
run beside each other, and that one which a hostile file kills takes nothing with it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import json
import re
import sys
from typing import Any

from letters.files import Unreadable, text_of
from letters.letter import Finding, Kind, Letter, PolicyDocument, Reading
from letters.plain import to_plain
from letters.reading import read
from letters.reading.labels import as_label
from letters.structure import structure_of
from letters.structure.labels import as_json
from letters.structure.model import Structure

BLANKS = re.compile(r"[\s\u200b\ufeff]+")
# What no database keeps: half a character of UTF-16, and the zero that ends a string elsewhere.
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
FAILED = "读取时出错，未能识读；文件已保留，可请管理员查看。"


def answer(data: bytes, name: str, *, scans: bool = False) -> dict[str, Any]:
    """JSON-ready: the text with its label, letter and chain, or `code` and `message` of why there is none."""
    try:
        text = UNKEEPABLE.sub("\ufffd", text_of(data, name, scans=scans))
    except Unreadable as error:
        return {"code": error.code, "message": error.message}
    reading = read(text)
    return {
        "text": text,
        "hash": hash_of(text),
        "label": as_label(reading) | {"letter": to_plain(reading.letter)},
        "chain": [
            dataclasses.asdict(each) | {"date": each.date.isoformat() if each.date else None} for each in reading.chain
        ],
    }


def label_of(data: bytes, name: str) -> dict[str, Any]:
    """The plain label of a file; of one that cannot be read, an empty one whose finding says why."""
    return label_in(answer(data, name))


def label_in(found: dict[str, Any]) -> dict[str, Any]:
    """The label as programs exchange it, out of an answer."""
    if "code" in found:
        return unread(found["code"], found["message"])
    label = {name: value for name, value in found["label"].items() if name != "letter"}
    return label | {"structure": as_json(structure_of(found["text"]))}


def unread(code: str, message: str) -> dict[str, Any]:
    reading = Reading(Letter(Kind.OTHER), message, findings=(Finding(code, message),))
    return as_label(reading) | {"structure": as_json(Structure())}


def hash_of(text: str) -> str:
    """The hash of the text without white space: a copy with other line ends is the same letter."""
    return hashlib.sha256(BLANKS.sub("", text).encode()).hexdigest()


def document_of(data: dict[str, Any]) -> PolicyDocument:
    """One document of an answer's chain."""
    date = dt.date.fromisoformat(data["date"]) if data["date"] else None
    return PolicyDocument(**data | {"date": date, "issuers": tuple(data["issuers"]), "repeals": tuple(data["repeals"])})


def main() -> None:
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    # Whatever a library prints is not an answer.
    with contextlib.redirect_stdout(sys.stderr):
        while line := asked.readline():
            request = json.loads(line)
            data = asked.read(request["size"])
            try:
                found = answer(data, request["name"], scans=request["scans"])
            except Exception:  # noqa: BLE001 - one odd file stops no import
                found = {"code": "failed", "message": FAILED}
            told.write(json.dumps(found).encode() + b"\n")
            told.flush()


if __name__ == "__main__":
    main()
