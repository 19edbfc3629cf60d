"""Which column of a list means what: guessed by its name, corrected by a person, remembered for the next list."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from proposals.enums import ListField as F
from proposals.models import ColumnMapping
from workflow.errors import Invalid
from workflow.models import Jurisdiction

Columns = dict[str, str]
"""Header → field; a header that is left out is not taken."""

SYNONYMS: dict[str, tuple[str, ...]] = {
    F.NUMBER: ("案号", "提案号", "提案编号", "编号", "提案案号", "立案号", "件号"),
    F.TITLE: ("案由", "提案案由", "标题", "提案标题", "题目", "提案题目", "提案名称", "案名"),
    F.LEAD_PROPOSER: ("第一提案人", "第一提案者", "领衔人", "领衔提案人", "提案第一人", "主提人"),
    F.JOINT_PROPOSERS: ("联名人", "联名提案人", "联名委员", "附议人", "附议委员", "其他提案人", "联名附议人"),
    F.PROPOSERS: ("提案人", "提案者", "提案委员", "提案单位", "提案人姓名", "委员姓名"),
    F.PHONE: ("联系电话", "电话", "手机", "手机号", "手机号码", "提案人电话", "第一提案人电话", "联系方式"),
    F.SECTOR: ("界别", "所属界别", "提案人界别"),
    F.CATEGORY: ("类别", "分类", "提案分类", "提案类别", "内容分类"),
    F.NATURE: ("性质", "提案性质", "会议平时", "会议/平时", "会议提案/平时提案"),
    F.IS_KEY: ("重点提案", "是否重点", "是否重点提案", "重点"),
    F.CONSENT: ("是否公开", "是否同意公开", "同意公开", "公开意见", "提案人是否同意公开"),
    F.SESSION: ("届次", "届次会议", "所属届次", "提案届次"),
    F.FILED_ON: ("立案日期", "立案时间"),
    F.BODY: ("正文", "内容", "提案内容", "提案正文"),
    F.ASKS: ("建议", "具体建议", "意见建议", "意见和建议"),
    F.UNITS: ("承办单位", "办理单位", "拟办单位", "建议承办单位", "拟交办单位", "shares"),
    F.LEAD: ("主办单位", "主办", "牵头单位", "主办部门", "单办单位", "独办单位", "承办单位主办", "办理单位主办"),
    F.ASSIST: ("会办单位", "会办", "协办单位", "协办", "配合单位", "参办单位", "承办单位会办", "承办单位协办"),
    F.SEPARATE: ("分办单位", "分办", "分别办理单位", "承办单位分办"),
}
EXACT = {word: field for field, words in SYNONYMS.items() for word in (*words, F(field).value)}
# The longest word first, so that 第一提案人姓名 is not taken for a mere 提案人.
ENDINGS = sorted((word for words in SYNONYMS.values() for word in words if len(word) > 2), key=len, reverse=True)
OURS = ("行号", "未导入原因")
"""What the report of refused rows adds."""
SEVERAL = frozenset({F.PROPOSERS, F.JOINT_PROPOSERS, F.ASSIST, F.SEPARATE, F.BODY, F.ASKS})
"""Fields that several columns may feed, as 联名人1, 联名人2."""


def fingerprint(headers: Iterable[str]) -> str:
    """Of the set of headers: a list whose columns were only moved is the same list, and so are its refused rows."""
    return hashlib.sha256("\n".join(sorted(set(headers) - set(OURS))).encode()).hexdigest()


def columns_for(headers: tuple[str, ...], jurisdiction: Jurisdiction) -> tuple[Columns, bool]:
    """As it was last said for these headers, and True; else a guess."""
    kept = ColumnMapping.objects.filter(jurisdiction=jurisdiction, fingerprint=fingerprint(headers)).first()
    return (dict(kept.columns), True) if kept else (guess(headers), False)


def guess(headers: Iterable[str]) -> Columns:
    found: Columns = {}
    for header in headers:
        field = meaning(header)
        if field and (field not in found.values() or field in SEVERAL - {F.PROPOSERS}):
            found[header] = field
    return found


def meaning(header: str) -> str | None:
    # 联名人（2） is how a second column of the same name reads; what stands in brackets explains.
    bare = re.split("[(（]", header, maxsplit=1)[0].rstrip("0123456789一二三四五")
    for words in (header, bare):
        if words in EXACT:
            return EXACT[words]
    # 政协提案案由 and 第一提案人姓名, but not 提案人数 or 提案人电话.
    core = re.sub("(?:姓名|名称|名单|全称)$", "", bare)
    return next((EXACT[word] for word in ENDINGS if core.endswith(word)), None)


def refuse_unclear(columns: Mapping[str, str]) -> None:
    """Invalid where two columns would fill one field, or where rows could never be proposals."""
    counts = Counter(columns.values())
    twice = [F(field).label for field, count in counts.items() if count > 1 and field not in SEVERAL]
    if twice:
        raise Invalid(f"有多列对应“{'、'.join(twice)}”，只能保留一列。", field="columns")
    if F.TITLE not in counts:
        raise Invalid("请指明哪一列是案由。", field="columns")
    if not counts.keys() & {F.PROPOSERS, F.LEAD_PROPOSER}:
        raise Invalid("请指明哪一列是提案人。", field="columns")


def keep(columns: Columns, headers: Iterable[str], *, jurisdiction: Jurisdiction, by: str, at: dt.datetime) -> None:
    refuse_unclear(columns)
    ColumnMapping.objects.update_or_create(
        jurisdiction=jurisdiction,
        fingerprint=fingerprint(headers),
        defaults={"columns": columns, "kept_by": by, "kept_at": at},
    )
