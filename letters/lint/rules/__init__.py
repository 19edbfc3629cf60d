"""The one table of rules: what each is called, how grave it is by default, what it needs and why it matters."""

from __future__ import annotations

from typing import Final

from letters.lint.model import Rule, Severity
from letters.lint.rules import answers, characters, close, enclosures, figures, head, identity, layout, substance

_B, _E, _W = Severity.BLOCK, Severity.ERROR, Severity.WARNING

# Identity alone blocks: what is wrong there sends the letter to the wrong file or the wrong person.
RULES: Final[tuple[Rule, ...]] = (
    Rule("TITLE_CASE", "届次与提案号", _B, identity.title_case, "届次和提案号是对应提案的唯一依据。", of_old=True),
    Rule("TITLE_FORM", "标题文种", _W, identity.title_form, "文种决定分送和归档。"),
    Rule("SALUTATION", "称谓", _B, identity.salutation, "答复应送到每一位提案者。", of_old=True),
    Rule("PRONOUN", "人称", _W, identity.pronoun, "对一位委员称您，对多位或单位称你们。", ("proposers",)),
    Rule("CASE_QUOTE", "引述案由", _E, identity.case_quote, "开头引述案由，才能看出答复的是这件提案。"),
    Rule("GRADE_PRESENT", "办理结果", _E, head.grade_present, "办理结果是统计和跟踪办理的依据。", ("grades",)),
    Rule("GRADE_FITS_TEXT", "结果与正文相符", _W, substance.grade_fits_text,
         "办理结果要有正文的事实支持，督查时逐件核对。", ("grades",)),
    Rule("DOCNO", "发文字号", _B, head.doc_number,
         "发文字号由机关代字、年份、序号组成，一号一件（GB/T 9704-2012，7.2.5）。", of_old=True),
    Rule("DOCNO_YEAR", "字号年份", _E, head.doc_number_year, "发文字号按年编排，应与成文日期同年。"),
    Rule("DATE_FORM", "成文日期", _B, close.date_form,
         "成文日期用阿拉伯数字写全年月日，不编虚位（GB/T 9704-2012，7.3.5）。", of_old=True),
    Rule("DATE_WINDOW", "日期先后", _E, close.date_window, "成文日期应在交办、沟通、会办之后，办理期限之内。"),
    Rule("SIGNATURE", "署名", _E, close.signature, "由承办单位答复，内设科室不得代替。", of_old=True),
    Rule("SIGNER", "签发人", _W, head.signer, "按规定职务签发。"),
    Rule("COHANDLERS", "会办单位", _E, close.co_handlers,
         "会办单位的意见应在答复中体现，并抄送会办单位。", ("co_handlers",)),
    Rule("CONTACT", "联系方式", _E, close.contact, "提案者据此联系承办人。"),
    Rule("CC_LIST", "抄送", _E, close.cc_list, "按规定抄送提案委、督查机构和会办单位。", of_old=True),
    Rule("PUBLICITY", "公开属性", _E, head.publicity, "答复与公开同步审查，公开属性应与提案者意愿一致。"),
    Rule("PRIVACY_WEB", "公开文本", _E, close.privacy_web, "公开文本不得含个人信息和涉密内容。"),
    Rule("HEADING_ORDER", "层次序数", _E, characters.heading_order,
         "层次序数依次为一、（一）1.（1）（GB/T 9704-2012，7.3.3）。"),
    Rule("HEADING_FONT", "标题字体", _W, layout.heading_font,
         "第一级黑体、第二级楷体、第三四级仿宋，均为3号（GB/T 9704-2012，7.3.3）。", ("fonts",)),
    Rule("ITEM_COVERAGE", "逐条答复", _E, answers.item_coverage, "提案中的每条建议都要有回应。", ("asks",)),
    Rule("VAGUE", "空泛表述", _W, substance.vague, "没有时间、数量和责任单位的表述无法核实。"),
    Rule("NOT_A_REPORT", "避免总结式答复", _W, substance.not_a_report, "答复应针对建议，不是工作总结。"),
    Rule("CHARS", "标点与字符", _W, characters.chars, "标点和数字用法按GB/T 15834、GB/T 15835。"),
    Rule("LAYOUT", "版面", _E, layout.layout,
         "首页须有正文，版记在最后一面的偶数页，标题排列匀称，征询意见表随函附送。"),
    Rule("ATTACHMENTS", "附件", _E, enclosures.attachments,
         "附件说明在正文之后，附件的序号和标题与附件说明一致（GB/T 9704-2012，7.3.4、7.3.7）。"),
    Rule("PERCENT_SUM", "百分比", _W, figures.percent_sum, "百分比应能由文中的数字算出。"),
    Rule("TWO_NUMBERS", "数字前后不一", _W, figures.two_numbers, "同一事物在一件答复中只应有一个数字。"),
    Rule("YEARS_SINCE", "年数", _W, figures.years_since, "年数应与起始年份和成文日期相合。"),
    Rule("REPEATED_SENTENCE", "重复语句", _W, substance.repeated_sentence, "重复的语句多是套用或粘贴所致。"),
    Rule("REPEALED", "引用失效文件", _E, substance.repealed, "已废止的文件不能作为依据。", ("repealed",)),
    Rule("PLACEHOLDER", "未填内容", _B, substance.placeholder, "模板中的空处未填就不能发出。"),
)  # fmt: skip
