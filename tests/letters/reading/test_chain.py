"""A notice that forwards a notice: three documents in one text."""

from __future__ import annotations

import datetime as dt

from letters.letter import Kind, PolicyDocument
from letters.reading import read

TEXT = """临川市林业局文件

临林发〔2022〕9号

关于转发省林业局《关于推广林下种植经验的通知》的通知

各县区林业局：

现将省林业局《关于推广林下种植经验的通知》转发给你们，请认真学习，抓好落实。

附件：关于推广林下种植经验的通知

临川市林业局

2022年3月31日

（信息公开形式：主动公开）

江省林业局 江省财政厅 文件

江林发〔2022〕8号

关于推广林下种植 经验的通知

各市林业局、财政局：

现将有关经验印发给你们。《林下种植暂行办法》（江林发〔2015〕3号）同时废止，其他文件见附件。

联系人：种苗处 郑一鸣

附件

宣布废止的林下种植 相关文件

1. 江省林业局 江省财政厅关于确定第一批林下种植试点的通知（江林函〔2016〕64号）
2. 江省林业局关于确定第二批林下种植试点的通知(江林函〔2017〕104号)

江省林业局办公室

2022年3月14日印发
"""


def test_documents_of_the_chain_outermost_first():
    reading = read(TEXT)

    assert reading.letter.kind == Kind.OTHER
    assert "转发" in reading.reason
    assert reading.chain == (
        PolicyDocument(
            title="关于转发省林业局《关于推广林下种植经验的通知》的通知",
            issuers=("临川市林业局",),
            doc_number="临林发〔2022〕9号",
            date=dt.date(2022, 3, 31),
        ),
        PolicyDocument(
            title="关于推广林下种植经验的通知",
            issuers=("江省林业局", "江省财政厅"),
            doc_number="江林发〔2022〕8号",
            repeals=("江林发〔2015〕3号", "江林函〔2016〕64号", "江林函〔2017〕104号"),
        ),
    )


def test_fields_are_those_of_the_outer_document():
    letter = read(TEXT).letter

    assert letter.doc_number == "临林发〔2022〕9号"
    assert letter.date == dt.date(2022, 3, 31)
    assert letter.attachments == ("关于推广林下种植经验的通知",)
    assert letter.contact_person == ()


def test_a_letter_is_no_chain(read_letter):
    assert read_letter().chain == ()
