"""What GB/T 33190-2016 asks of the elements that a letter uses: their children in order, and their attributes.

Held against a public transcription of the standard's schema, by which our files are valid too.
A key with a slash is an element under that parent.
"""

from __future__ import annotations

from typing import Final

NAMESPACE: Final = "http://www.ofdspec.org/2016"

# Children as a pattern: `?` at most one, `*` any number, `+` at least one, `|` either.
CHILDREN: Final = {
    "OFD": "DocBody+",
    "DocBody": "DocInfo DocRoot Versions? Signatures?",
    "DocInfo": "DocID Title? Author? Subject? Abstract? CreationDate? ModDate? DocUsage? Cover? Keywords? Creator? "
    "CreatorVersion? CustomDatas?",
    "CustomDatas": "CustomData+",
    "Document": "CommonData Pages Outlines? Permissions? Actions? VPreferences? Bookmarks? Annotations? CustomTags? "
    "Attachments? Extensions?",
    "CommonData": "MaxUnitID PageArea PublicRes* DocumentRes* TemplatePage* DefaultCS?",
    "PageArea": "PhysicalBox ApplicationBox? ContentBox? BleedBox?",
    "Pages": "Page+",
    "Pages/Page": "",
    "Res": "(ColorSpaces|DrawParams|Fonts|MultiMedias|CompositeGraphicUnits)*",
    "Fonts": "Font+",
    "Font": "FontFile?",
    "Page": "Template* PageRes* Area? Content? Actions?",
    "Area": "PhysicalBox ApplicationBox? ContentBox? BleedBox?",
    "Content": "Layer+",
    "Layer": "(TextObject|PathObject|ImageObject|CompositeObject|PageBlock)*",
    "TextObject": "Actions? Clips? FillColor? StrokeColor? CGTransform* TextCode+",
    "PathObject": "Actions? Clips? StrokeColor? FillColor? AbbreviatedData",
}
LEAVES: Final = frozenset(
    {"DocID", "Title", "Author", "CreationDate", "ModDate", "DocUsage", "Creator", "CustomData", "DocRoot", "MaxUnitID"}
    | {"PhysicalBox", "PublicRes", "FontFile", "FillColor", "StrokeColor", "TextCode", "AbbreviatedData"}
)
REQUIRED: Final = {
    "OFD": "Version DocType",
    "CustomData": "Name",
    "Pages/Page": "ID BaseLoc",
    "Res": "BaseLoc",
    "Font": "ID FontName",
    "Layer": "ID",
    "TextObject": "ID Boundary Font Size",
    "PathObject": "ID Boundary",
    "FillColor": "Value",
    "StrokeColor": "Value",
    "TextCode": "X Y",
}
# Numbers behind each letter of AbbreviatedData.
PATH_STEPS: Final = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
