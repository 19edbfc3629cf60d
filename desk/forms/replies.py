"""Forms of the moves of a reply: clearance, number, feedback."""

from __future__ import annotations

from typing import Any

from django import forms

from desk.forms.assignments import OUTSIDE
from desk.forms.fields import DayField, RowField, ScanField, WordsField, choices_with_blank, offer
from desk.forms.moves import MoveForm, NoteForm, ReasonForm
from letters.structure.model import Commitment, CommitmentKind, Origin
from proposals.models import Proposer
from replies.actions.following_up import candidates_of
from replies.actions.owing import kinds_of
from replies.actions.together import companions
from replies.enums import CopyChannel, Extent, FeedbackWay, Mark, Publicity, ReplyKind
from replies.linting import private
from replies.models import Reply
from replies.papers import profile_of
from workflow.issuing import LARGEST, next_of
from workflow.models import Department

CANDIDATE_KINDS = {CommitmentKind.VERIFIABLE: "可核验", CommitmentKind.LONG_TERM: "长期推进"}
BY_HAND = [(value, label) for value, label in FeedbackWay.choices if value != FeedbackWay.LINK]
NUMBER_HELP = "如“丽卫函〔2026〕12号”，用六角括号。"


def for_family(form: type[MoveForm]) -> type[MoveForm]:
    """The form with a tick for moving at once all replies to proposals that are answered together."""

    def prepare(self: Any) -> None:
        form.prepare(self)
        count = len(companions(self.case))
        self.fields["together"].label = f"并案各件一并办理（共{count}件）"
        if count < 2:
            del self.fields["together"]

    tick = forms.BooleanField(required=False)
    return type(f"Family{form.__name__}", (form,), {"together": tick, "prepare": prepare})


class DraftForm(NoteForm):
    kind = forms.ChoiceField(label="答复种类")
    field_order = ["version", "kind", "on", "note"]

    def prepare(self) -> None:
        kinds = kinds_of(self.case)
        self.fields["kind"].choices = [(kind, ReplyKind(kind).label) for kind in kinds]  # type: ignore[attr-defined]
        if len(kinds) == 1:
            del self.fields["kind"]
        else:
            self.fields["kind"].required = False


class RegradeForm(ReasonForm):
    grade = forms.ChoiceField(label="调整为")
    scan = ScanField(label="依据扫描件")
    field_order = ["version", "grade", "reason", "on", "scan"]

    def prepare(self) -> None:
        labels = self.case.grade_scheme.labels if self.case.grade_scheme else {}
        grades = [(code, f"{code}　{label}") for code, label in labels.items() if code != self.case.current_grade]
        self.fields["grade"].choices = choices_with_blank(grades)  # type: ignore[attr-defined]


class PublicationForm(MoveForm):
    extent = forms.ChoiceField(label="公开方式", choices=choices_with_blank(Extent.choices))
    ground = forms.CharField(label="不予公开理由", max_length=200, required=False, help_text="不予公开的填写。")
    summary = WordsField(label="公开摘要", required=False, help_text="摘要公开的填写。")
    reviewer = forms.CharField(label="保密审查人", max_length=80)
    personal_data_removed = forms.BooleanField(
        label="已核对全文，联系方式等个人信息均已去除", required=False, help_text="公开的必须核对。"
    )
    field_order = ["version", "extent", "ground", "summary", "reviewer", "personal_data_removed", "on"]

    def prepare(self) -> None:
        if self.case.publicity == Publicity.CLOSED:
            self.fields["extent"].initial, self.fields["ground"].initial = Extent.NONE, self.case.publicity_ground
        told = "".join(each.message for each in private(self.case))
        self.fields["personal_data_removed"].help_text += told


class FollowUpForm(NoteForm):
    candidate = forms.ChoiceField(
        label="答复中的语句", required=False, help_text="系统从答复正文中找出的语句，供选用；也可在下面另行填写。"
    )
    text = WordsField(label="落实事项", required=False, help_text="不填的，以选用的语句为准。")
    owner = RowField(label="责任单位", queryset=Department.objects.none(), empty_label="本单位")
    due = DayField(label="完成期限")
    field_order = ["version", "candidate", "text", "owner", "due", "on", "note"]

    def prepare(self) -> None:
        seen = Department.objects.visible_to(self.actor)
        offer(self, "owner", seen.units().filter(jurisdiction=self.case.jurisdiction_id), of=seen)
        self.fields["owner"].required = False
        self.candidates = {str(place): each for place, each in enumerate(candidates_of(self.case))}
        choices = [(place, candidate_in_words(each)) for place, each in self.candidates.items()]
        self.fields["candidate"].choices = choices_with_blank(choices, "不选用")  # type: ignore[attr-defined]
        if not choices:
            del self.fields["candidate"]

    def arguments(self) -> dict[str, Any]:
        said = super().arguments()
        chosen = self.candidates.get(said.pop("candidate", ""))
        return said | {"text": said["text"] or (chosen.sentence if chosen else "")}


def candidate_in_words(each: Commitment) -> str:
    """The sentence, shortened, with what a person should know before choosing it."""
    words = each.sentence if len(each.sentence) <= 60 else f"{each.sentence[:60]}…"
    marks = [CANDIDATE_KINDS[each.kind], *([each.due.text] if each.due else [])]
    marks += ["引自文件，不是本单位的安排"] if each.origin == Origin.POLICY else []
    return f"{words}（{'，'.join(marks)}）"


class KeepPromiseForm(MoveForm):
    evidence = WordsField(label="落实情况")
    file = ScanField(label="佐证材料")
    field_order = ["version", "evidence", "file", "on"]

    def prepare(self) -> None:
        self.fields["on"].label = "落实日期"


class ClearanceForm(NoteForm):
    clearance = forms.ChoiceField(label="审签方式", choices=choices_with_blank(OUTSIDE))
    signer = forms.CharField(label="签发人", max_length=80)
    doc_number = forms.CharField(label="发文字号", max_length=60, required=False, help_text=NUMBER_HELP)
    sent_on = DayField(label="送达日期", required=False, help_text="已送达提案人的填写；未送达的留空。")
    scan = ScanField(label="审签扫描件")
    field_order = ["version", "clearance", "signer", "on", "doc_number", "sent_on", "scan", "note"]

    def prepare(self) -> None:
        self.fields["on"].label = "签发日期"
        self.fields["on"].help_text = "签发日期即成文日期。"
        if self.case.number_series(self.initial["on"].year):
            self.fields["doc_number"].help_text = "由本系统编号的不必填写：填写送达日期即编预留的号或下一个号。"


class CountersignForm(MoveForm):
    department = RowField(label="会签单位", queryset=Department.objects.none(), empty_label="请选择会签单位")
    person = forms.CharField(label="会签人", max_length=80, required=False, help_text="本人会签的不必填写。")
    words = WordsField(label="会签意见", required=False, help_text="不同意的，请用“退回拟稿”并写明理由。")
    field_order = ["version", "department", "person", "words", "on"]

    def prepare(self) -> None:
        places = self.case.asked().waiting()
        units = Department.objects.filter(pk__in=places.values("department"))
        offer(self, "department", units, of=Department.objects.visible_to(self.actor))
        self.fields["department"].required = False
        self.fields["on"].label = "会签日期"


class ReserveNumberForm(NoteForm):
    n = forms.IntegerField(
        label="纸上已用的序号",
        min_value=1,
        max_value=LARGEST,
        required=False,
        help_text="纸质件已印有文号的填写其序号，并在备注中说明理由。",
    )
    field_order = ["version", "n", "on", "note"]

    def prepare(self) -> None:
        year = (self.case.signed_on or self.initial["on"]).year
        if series := self.case.number_series(year):
            self.fields["n"].help_text += f"留空则预留下一个号，现为{next_of(series, year)}。"


class NumberForm(NoteForm):
    doc_number = forms.CharField(label="发文字号", max_length=60, help_text=NUMBER_HELP)
    field_order = ["version", "doc_number", "on", "note"]

    def prepare(self) -> None:
        typed = self.fields["doc_number"]
        if number := number_to_come(self.case):
            typed.required = False
            typed.help_text = f"不必填写，将编为{number}；改用其他代字的才填写。"
        elif words := profile_of(self.case, on=self.case.signed_on).number_words:
            typed.help_text = f"{NUMBER_HELP} 本单位版式的机关代字以“{'”“'.join(words)}”结尾。"


class ReissueForm(ReasonForm):
    """Says before the press what becomes of the letter: there is no way back."""

    reason = WordsField(label="重新制发的理由")

    def prepare(self) -> None:
        after = "原件在新件送达以前仍然有效" if self.case.sent_on else "原件随即停用，不能撤回"
        self.fields["reason"].help_text = f"另起一份内容相同的新稿，改好后照常审核、签发、编号、送达；{after}。"


def number_to_come(reply: Reply) -> str:
    """What 编号 would give a signed reply now, by the unit's own series; empty where its number is typed in."""
    year = reply.signed_on.year if reply.signed_on else 0
    series = reply.number_series(year)
    if series is None:
        return ""
    kept = reply.reserved_number
    return str(kept if kept and (kept.series_id, kept.year) == (series.pk, year) else next_of(series, year))


class SendForm(NoteForm):
    form_enclosed = forms.BooleanField(
        label="随函附有征询意见表",
        required=False,
        initial=True,
        help_text="没有附的取消勾选；以后补送的，请督查更正登记。",
    )
    copies_later = forms.BooleanField(
        label="抄送件另行发出", required=False, help_text="不勾选的，抄送件与答复同日发出。"
    )
    field_order = ["version", "on", "form_enclosed", "copies_later", "note"]

    def prepare(self) -> None:
        if not self.case.is_judged:
            del self.fields["form_enclosed"]
        if not self.case.copies.exists():
            del self.fields["copies_later"]


class CopySendForm(NoteForm):
    channel = forms.ChoiceField(label="抄送方式", choices=CopyChannel.choices)
    field_order = ["version", "channel", "on", "note"]

    def prepare(self) -> None:
        self.fields["channel"].initial = self.case.channel
        self.fields["on"].label = "发出日期"


class FeedbackForm(MoveForm):
    proposer = RowField(label="提案人", queryset=Proposer.objects.none(), empty_label="请选择提案人")
    attitude = forms.ChoiceField(label="对办理态度", choices=choices_with_blank(Mark.choices))
    result = forms.ChoiceField(label="对办理结果", choices=choices_with_blank(Mark.choices))
    words = WordsField(label="意见和建议", required=False)
    way = forms.ChoiceField(label="评价方式", choices=choices_with_blank(BY_HAND))
    scan = ScanField(label="征询意见表扫描件")
    field_order = ["version", "proposer", "attitude", "result", "words", "way", "on", "scan"]

    def prepare(self) -> None:
        proposers = self.case.proposal.proposers.all()
        offer(self, "proposer", proposers)
        self.fields["proposer"].initial = proposers.first()
        self.fields["on"].label = "评价日期"


class CorrectReplyForm(MoveForm):
    """更正 of the number, the days of sending and arrival, and what lay with it; the signed text never changes."""

    doc_number = forms.CharField(label="发文字号", max_length=60, required=False, help_text=NUMBER_HELP)
    sent_on = DayField(label="送达日期", required=False)
    handed_in_on = DayField(label="送交日期", required=False)
    received_on = DayField(label="委员收到日期", required=False)
    form_enclosed = forms.NullBooleanField(label="已附征询意见表", help_text="送达以后补送的，也登记为“是”。")
    reason = WordsField(label="更正理由")
    field_order = ["version", "doc_number", "sent_on", "handed_in_on", "received_on", "form_enclosed", "reason", "on"]

    def prepare(self) -> None:
        self.fields["doc_number"].initial = self.case.doc_number
        for name in ("sent_on", "handed_in_on", "received_on"):
            if day := getattr(self.case, name):
                self.fields[name].initial = day
            else:
                del self.fields[name]
        if self.case.sent_on and self.case.is_judged:
            self.fields["form_enclosed"].initial = self.case.form_enclosed
        else:
            del self.fields["form_enclosed"]
