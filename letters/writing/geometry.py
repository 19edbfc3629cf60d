"""Owns the numbers of GB/T 9704-2012, in points; every writer measures by them."""

from __future__ import annotations

from math import floor

MM = 72 / 25.4

PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
TOP = 37 * MM
BOTTOM = 35 * MM
LEFT = 28 * MM
RIGHT = 26 * MM
AREA_WIDTH = 156 * MM
AREA_HEIGHT = 225 * MM

# 28 characters of 16 pt are wider than the type area, 22 lines of 30 pt higher: both are compressed.
COLUMNS = 28
LINES = 22
CELL = AREA_WIDTH / COLUMNS
PITCH = AREA_HEIGHT / LINES
TIGHT_PITCH = 28.0  # the least that saves a sheet and still looks like a letter

# Where a character stands in its line: on a base four fifths down, by the rule of the word processors, so that a letter
# is the same on paper whichever program prints it. BASE is that of the character itself.
BASE_OF_LINE = 0.8
BASE = 0.88

TITLE_SIZE = 22.0  # 2号
BODY_SIZE = 16.0  # 3号
SMALL_SIZE = 14.0  # 4号
BODY_DROP = BASE_OF_LINE * PITCH - BASE * BODY_SIZE  # from the top of a line to that of its characters
TITLE_PITCH = 35.0
ENCLOSURE_TITLE_DROP = 1 - (TITLE_PITCH / PITCH - 1) / 2  # lines from 附件1 to its title, whose first line is line 3
SMALL_PITCH = 22.0  # rows of the 版记
TIGHT_SMALL_PITCH = 20.0
FOOT_PADDING = 3.0

MARK_WIDTH = 154 * MM  # a hair inside the type area, so that no stroke touches its edge
MARK_LEADING = 1.15
FILE_MARK_TOP = 72 * MM
FILE_MARK_SIZE = 42.0
LETTER_MARK_TOP = 30 * MM
LETTER_MARK_SIZE = 36.0
SMALLEST_MARK = 26.0
NARROWEST_MARK = 0.70  # glyphs narrower than this look squashed

RED = "#ff0000"
RED_GAP = 4 * MM  # from the lowest row (file) or the letterhead (letter) down to the red line
RED_STROKE = 0.53 * MM
THIN_RED_STROKE = 0.26 * MM
DOUBLE_GAP = 0.7 * MM
DOUBLE_LEFT = 20 * MM
DOUBLE_WIDTH = 170 * MM
DOUBLE_FOOT = 277 * MM
NUMBER_DROP = 4.94 * MM  # 7/8 of a 3号 character, under the first double line

OUTER_RULE = 0.35 * MM
INNER_RULE = 0.25 * MM

PAGE_NUMBER_DROP = 7 * MM  # from the foot of the type area to the dash
FOOT_EMS = floor(AREA_WIDTH / SMALL_SIZE) - 2  # characters in a line of the 版记, one free on either side

# Forms have no standard of their own: 小标宋 and 仿宋 of the letter, cells that a pen has room in.
FORM_HEADING_SIZE = 18.0  # 小2号
FORM_SMALL_SIZE = 10.5  # 5号
CELL_INSET = 2.2 * MM
CODE_SIDE = 25 * MM  # a QR code of a link: squares of half a millimetre and more

# Two columns and seven rows of 99.1 × 38.1 mm, the sheet of labels that every stationer has.
STICKER_WIDTH = 99.1 * MM
STICKER_HEIGHT = 38.1 * MM
STICKER_LEFT = 4.65 * MM
STICKER_TOP = 15.15 * MM
STICKER_GAP = 2.5 * MM

SEAL_BLANK_LINES = 3  # a 42 mm seal then stands at most one line below the body


def twips(points: float) -> int:
    """Word's unit, a twentieth of a point."""
    return round(points * 20)


def ems(text: str) -> float:
    """The width of a text in characters: Latin letters and digits count a half."""
    return sum(0.5 if ord(char) < 0x2000 else 1.0 for char in text)


def copies_ems(label: str) -> float:
    """What is left of a line of the 版记 behind its label."""
    return FOOT_EMS - ems(label)
