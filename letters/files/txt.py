"""Plain text: which encoding it is in, and whether it is text at all."""

from __future__ import annotations

import re
from typing import Final

from letters.files.errors import MOST_CHARACTERS, Unreadable, too_long

# By byte order mark first; then what Chinese offices really write.
_MARKS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]")
_WIDER: Final = dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk"), "gb18030") | {"utf-8": "utf-8-sig"}
_WIDEST: Final = 4  # bytes a character may take in any of these encodings


def text(data: bytes) -> str:
    if len(data) > MOST_CHARACTERS * _WIDEST:
        raise too_long()
    return decoded(data)


def decoded(data: bytes, declared: str | None = None) -> str:
    """The text by its byte order mark, else by what it declares, else by the first encoding that fits."""
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    # GB2312 and GBK are declared by pages that hold more than these.
    named = [_WIDER.get(declared.lower(), declared)] if declared else []
    for encoding in marked or [*named, *_ENCODINGS]:
        try:
            found = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if _CONTROL.search(found):
            break
        return found
    raise Unreadable("not_text", "文件内容不是文字，可能是改了扩展名的其他文件。")
