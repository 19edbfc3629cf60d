"""The close: sign-off, date, contact, copies, co-handlers, and what a public copy must not tell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from letters.letter import Copy
from letters.lint.bodies import bears, is_named_in, same_body
from letters.lint.facts import Named, Recipient
from letters.lint.model import Fault, Fix, Place, Severity
from letters.lint.subject import Subject
from letters.lint.words import pattern, words
from letters.profiles import ContactForm
from letters.reading.fields.proposal import consulted_in
from letters.reading.numbers import WRITTEN_DATE, as_date
from letters.writing.wording import day as written

_PRINTED_DATE: Final = re.compile(r"20\d\d年[1-9]\d?月[1-9]\d?日")
_ANY_DATE: Final = re.compile(rf"{WRITTEN_DATE.pattern}(?!刊)")
_AS_OF: Final = re.compile(
    r"截[至止]到?(?P<y>20\d\d)年(?:(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?(?P<end>底|末)?|(?P<yend>底|末))?"
)
_SECTION: Final = re.compile(r"(?:[科股]|(?<!办公)(?<!研究)(?<!工作)室)$")
_LANDLINE: Final = re.compile(r"(?:0\d{2,3}[-—－ ]?\d{7,8}|[2-9]\d{6,7})(?:转\d{1,6})?")
_MOBILE: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_SHORT_PHONE: Final = re.compile(r"1\d{4}|400[-\d]{7,9}")
_FINAL: Final = re.compile(r"[，、。；：,;.:]+\s*$")
_SEVERAL: Final = re.compile(r"[，；;,]")
_IDENTITY: Final = re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])")
_ACCOUNT: Final = re.compile(r"(?:账号|账户|卡号|帐号)[:是为]?(?P<n>\d{12,19})|(?<!\d)(?P<m>62\d{14,17})(?!\d)")
_HOME: Final = re.compile(
    r"(?:家住|住址[:为是]?|家庭住址[:为是]?)[\u4e00-\u9fff\d]{4,40}|\d{1,4}号楼\d{1,3}单元\d{1,5}[室号]"
)
_SECRET: Final = re.compile(rf"(?<!商业)(?<!保守国家)(?<!国家){words('privacy', 'secret')}(?![法罪])")
_HARMLESS: Final = pattern("privacy", "harmless")


def date_form(subject: Subject) -> Iterator[Fault]:
    facts, letter = subject.facts, subject.letter
    printed = facts.date_as_printed
    if printed:
        yield from _printed_date(printed.strip(), subject.whole("date"))
    elif letter.date is None and facts.issued:
        yield Fault("没有成文日期。", Place("date"), lack=True)
    for each in subject.paragraphs:
        for match in _ANY_DATE.finditer(each.line.flat):
            said, real = match[0].replace("号", "日"), as_date(match)
            if real is None:
                told = f"日期“{match[0]}”在日历上不存在。"
                yield Fault(told, each.place(match), severity=Severity.ERROR)
            elif said != written(real):
                told, right = f"日期“{match[0]}”应写作{written(real)}。", written(real)
                yield Fault(told, each.place(match), Fix(f"改为{right}", right), severity=Severity.WARNING)


def _printed_date(printed: str, place: Place) -> Iterator[Fault]:
    match = WRITTEN_DATE.fullmatch(printed)
    real = as_date(match) if match else None
    if match and real is None:
        yield Fault(f"成文日期“{printed}”在日历上不存在。", place)
    elif real and not _PRINTED_DATE.fullmatch(printed):
        yield Fault(f"成文日期“{printed}”应写作{written(real)}。", place, severity=Severity.ERROR)
    elif real is None:
        yield Fault(f"成文日期“{printed}”不完整，应写明年、月、日。", place)


def date_window(subject: Subject) -> Iterator[Fault]:
    facts, day = subject.facts, subject.letter.date
    place = subject.whole("date")
    if day:
        for limit, what in (
            (facts.handed_over, "交办日期"),
            (facts.last_contact, "最后一次沟通的日期"),
            (facts.last_opinion, "最后一份会办意见的日期"),
        ):
            if limit and day < limit:
                yield Fault(f"成文日期{written(day)}早于{what}{written(limit)}。", place)
        if facts.today and day > facts.today:
            yield Fault(f"成文日期{written(day)}晚于今天{written(facts.today)}。", place)
        if facts.due and day > facts.due:
            yield Fault(f"成文日期{written(day)}已过办理期限{written(facts.due)}。", place)
    latest = day or facts.today
    if latest:
        yield from _as_of(subject, latest)


def _as_of(subject: Subject, latest: dt.date) -> Iterator[Fault]:
    for each in subject.sentences:
        for match in _AS_OF.finditer(each.flat):
            told = _begin_of(match)
            if told and told > latest:
                said = f"文中统计截至{match[0].lstrip('截至止到')}，晚于成文日期{written(latest)}。"
                yield Fault(said, each.place(match))


def _begin_of(match: re.Match[str]) -> dt.date | None:
    """The first day that the words may mean; for 底 the last month."""
    year, month, day = int(match["y"]), match["m"], match["d"]
    first = int(month) if month else 12 if match["yend"] else 1
    try:
        return dt.date(year, first, int(day) if day else 20 if match["end"] or match["yend"] else 1)
    except ValueError:
        return None


def signature(subject: Subject) -> Iterator[Fault]:
    letter, lead = subject.letter, subject.facts.lead
    if not letter.sign_off:
        yield from _unsigned(subject)
        return
    place = subject.whole("sign_off")
    if _SECTION.search(letter.sign_off):
        yield Fault(f"署名“{letter.sign_off}”是内设科室，应署承办单位。", place)
    elif lead and not subject.is_opinion and not bears(lead, letter.sign_off):
        yield Fault(f"署名是{letter.sign_off}，承办单位是{lead.name}。", place)
    elif letter.issuer and not same_body(letter.issuer.removesuffix("文件"), letter.sign_off):
        # A unit may write under a letterhead of its own, 政府办 under that of the government: then a person looks.
        told = f"署名是{letter.sign_off}，发文机关是{letter.issuer}。"
        yield Fault(told, place, severity=Severity.WARNING if lead else None)


def _unsigned(subject: Subject) -> Iterator[Fault]:
    """Where nothing on the page names the sender, that is the lack; else it is the signature alone."""
    letter = subject.letter
    if letter.issuer or letter.doc_number:
        yield Fault("没有发文机关署名。", Place("sign_off"), lack=True)
    else:
        yield Fault("没有写明发文机关。", Place("issuer"), lack=True)


def co_handlers(subject: Subject) -> Iterator[Fault]:
    expected = subject.facts.co_handlers or ()
    if subject.is_opinion or not subject.paragraphs:
        return
    opening = subject.paragraphs[0].place()
    for body in expected:
        if not is_named_in(body, subject.flat):
            yield Fault(f"正文没有写明会办单位{body.name}。", opening)
        if subject.profile.copies and subject.letter.cc and not _has_copy(subject.letter.cc, body):
            yield Fault(f"抄送中没有会办单位{body.name}。", Place("cc"))
    for consulted in consulted_in(subject.opening):
        if not any(bears(body, consulted.text) for body in expected):
            told = f"正文写明会同{consulted.text}研究，但它不是本件的会办单位。"
            yield Fault(told, opening, severity=Severity.WARNING)


def _has_copy(cc: Sequence[Copy], body: Named) -> bool:
    # 甲局，乙局 typed as one recipient is another rule's business.
    return any(bears(body, name) for copy in cc for name in _SEVERAL.split(copy.recipient))


def contact(subject: Subject) -> Iterator[Fault]:
    letter = subject.letter
    if subject.profile.contact is ContactForm.NOT_PRINTED:
        return
    if not letter.contact_person:
        yield Fault("没有写明联系人。", Place("contact_person"), lack=True)
    if not letter.contact_phone:
        yield Fault("没有写明联系电话。", Place("contact_phone"), lack=True)
    office = any(_LANDLINE.fullmatch(phone.strip()) for phone in letter.contact_phone)
    for index, phone in enumerate(letter.contact_phone):
        yield from _phone(phone.strip(), subject.whole("contact_phone", index), office=office)


def _phone(phone: str, place: Place, *, office: bool) -> Iterator[Fault]:
    if _MOBILE.fullmatch(phone):
        if not office:
            yield Fault(f"联系电话{phone}是手机号，宜用办公电话。", place, severity=Severity.WARNING)
    elif not (_LANDLINE.fullmatch(phone) or _SHORT_PHONE.fullmatch(phone)):
        yield Fault(f"联系电话“{phone}”不像电话号码。", place)


def cc_list(subject: Subject) -> Iterator[Fault]:
    cc = subject.letter.cc
    if subject.is_opinion or not subject.profile.copies:
        return
    if not cc:
        yield Fault("没有抄送。", Place("cc"), lack=True)
        return
    for recipient in subject.facts.recipients or ():
        yield from _copy(recipient, subject)
    for index, copy in enumerate(cc):
        yield from _recipient_form(copy.recipient, index)
        twice = any(same_body(copy.recipient, other.recipient) for other in cc[:index])
        if twice:
            yield Fault(f"抄送中{copy.recipient}重复。", subject.whole("cc", index), severity=Severity.WARNING)


def _copy(wanted: Recipient, subject: Subject) -> Iterator[Fault]:
    found = [index for index, copy in enumerate(subject.letter.cc) if bears(wanted.body, copy.recipient)]
    if not found:
        yield Fault(f"抄送中没有{wanted.body.name}。", Place("cc"))
        return
    copies = subject.letter.cc[found[0]].copies
    if wanted.copies and copies != wanted.copies:
        said = f"{copies}份" if copies else "未写份数"
        told = f"抄送{wanted.body.name}应为{wanted.copies}份，现为{said}。"
        yield Fault(told, subject.whole("cc", found[0]))


def _recipient_form(name: str, index: int) -> Iterator[Fault]:
    mark = _FINAL.search(name)
    if mark:
        told = f"抄送机关“{name}”末尾多了标点，印制时自动加标点。"
        place = Place("cc", *mark.span(), index)
        yield Fault(told, place, Fix("删去末尾标点", ""), severity=Severity.WARNING)
    inner = _SEVERAL.search(name[: mark.start()] if mark else name)
    if inner:
        told = f"抄送机关“{name}”写了不止一个单位，应分别列出。"
        yield Fault(told, Place("cc", 0, len(name), index), severity=Severity.WARNING)


def privacy_web(subject: Subject) -> Iterator[Fault]:
    for place, text in subject.texts:
        if place.part not in subject.facts.public_parts:
            continue
        for found, what in ((_MOBILE, "手机号"), (_IDENTITY, "身份证号"), (_ACCOUNT, "银行账号"), (_HOME, "住址")):
            for match in found.finditer(text):
                yield Fault(f"公开文本中有{what}“{match[0]}”。", _within(place, match))
        harmless = [each.span() for each in _HARMLESS.finditer(text)]
        for match in _SECRET.finditer(text):
            if not any(start <= match.start() < end for start, end in harmless):
                yield Fault(f"公开文本中有涉密字样“{match[0]}”，请先作保密审查。", _within(place, match))


def _within(place: Place, match: re.Match[str]) -> Place:
    return Place(place.part, match.start(), match.end(), place.block)
