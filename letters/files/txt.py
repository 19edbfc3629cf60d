"""Plain text: which encoding it is in, and whether it is text at all."""

from __future__ import annotations

import re
from typing import Final

from letters.files.errors import MOST_CHARACTERS, Unreadable, too_long

# By byte order mark first; then what Chinese offices really write.
_MARKS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]")
_WIDEST: Final = 4  # bytes a character may take in any of these encodings


def text(data: bytes) -> str:
    if len(data) > MOST_CHARACTERS * _WIDEST:
        raise too_long()
    encodings = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in encodings or _ENCODINGS:
        try:
            found = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(found):
            break
        return found
    raise Unreadable("not_text", "文件内容不是文字，可能是改了扩展名的其他文件。")
