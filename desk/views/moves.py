"""Every move of the three flows by page: one table from move to form and verb, one way of making them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from desk.forms import assignments as unit_forms
from desk.forms import proposals as proposal_forms
from desk.forms import replies as reply_forms
from desk.forms.moves import MoveForm, NoteForm, reason_form
from desk.views.buttons import blank_material, blank_reply
from desk.views.edge import Visit, show, visit_of
from desk.views.links import show_links
from desk.views.presses import AlreadyMade, hold_all, refuse_second_press
from desk.views.refusals import refused, renew, tell
from proposals.actions import (
    assigning,
    closing,
    collecting,
    correcting,
    designating,
    extending,
    filing,
    handling,
    merging,
    noting,
    pausing,
    planning,
    returning,
    undoing,
)
from proposals.flows import ASSIGNMENT_FLOW, MATERIAL_FLOW, PROPOSAL_FLOW
from proposals.models import Assignment, Contact, Material, Proposal
from replies.actions import (
    arriving,
    countersigning,
    dispatching,
    drafting,
    feedback,
    following_up,
    grading,
    numbers,
    publishing,
    reissuing,
    reviewing,
    sending,
    signing,
)
from replies.actions import undoing as taking_back
from replies.actions.correcting import correct as correct_reply
from replies.actions.editing import may_write
from replies.actions.together import with_companions
from replies.copyflow import COPY_FLOW
from replies.flows import PROMISE_FLOW, REPLY_FLOW
from replies.models import CopyRecipient, Promise, Reply
from workflow import files
from workflow.actor import Actor
from workflow.audit import length_of
from workflow.errors import CaseMovedOn, NotYours, OfficeError, TransitionRefused
from workflow.models import StoredFile
from workflow.statemachine import StateMachine
from workflow.undo import takers_back

UPLOADS = {"scan", "file", "original"}


@dataclass(frozen=True, slots=True)
class Move:
    """What is asked for, and the verb that is called with it."""

    form: type[MoveForm]
    action: Callable[..., Any]


def note_contact(assignment: Assignment, *, also: Sequence[Assignment] = (), **facts: Any) -> Contact:
    # A case that was both ticked and typed is one case.
    return handling.note_contact(list(dict.fromkeys([assignment, *also])), **facts)


def undone(flow: StateMachine, undo: Callable[..., Any]) -> dict[str, Move]:
    """The moves that take back another: all alike, as the table has them."""
    return {name: Move(NoteForm, verb) for name, verb in takers_back(flow, undo).items()}


def for_family(form: type[MoveForm], verb: Callable[..., Any]) -> Move:
    """A move that several replies may make together."""
    return Move(reply_forms.for_family(form), with_companions(verb))


PROPOSAL_MOVES = {
    "submit": Move(NoteForm, filing.submit),
    "send_back": Move(reason_form("修改建议"), filing.send_back),
    "file": Move(proposal_forms.FileForm, filing.file),
    "refuse": Move(proposal_forms.RefuseForm, filing.refuse),
    "withdraw": Move(reason_form("撤案原因"), filing.withdraw),
    "merge": Move(proposal_forms.MergeForm, merging.merge),
    "unmerge": Move(NoteForm, merging.unmerge),
    "plan": Move(proposal_forms.PlanForm, planning.plan),
    "comment": Move(proposal_forms.CommentForm, planning.comment),
    "settle": Move(proposal_forms.SettleForm, planning.settle),
    "assign": Move(proposal_forms.AssignForm, assigning.assign),
    "add_unit": Move(proposal_forms.AddUnitForm, assigning.add_unit),
    "designate": Move(proposal_forms.DesignateForm, designating.designate),
    "plan_key": Move(proposal_forms.PlanKeyForm, designating.plan_key),
    "report_key": Move(proposal_forms.ReportKeyForm, designating.report_key),
    "close": Move(NoteForm, closing.close),
    "archive": Move(NoteForm, closing.archive),
    "correct": Move(proposal_forms.CorrectDaysForm, correcting.correct_proposal),
    "correct_proposers": Move(proposal_forms.CorrectProposersForm, correcting.correct_proposers),
    "correct_key": Move(proposal_forms.CorrectKeyForm, designating.correct_key),
    "correct_roles": Move(proposal_forms.CorrectRolesForm, correcting.correct_roles),
    **undone(PROPOSAL_FLOW, undoing.undo),
}
ASSIGNMENT_MOVES = {
    "accept": Move(NoteForm, assigning.accept),
    "propose": Move(unit_forms.ProposeForm, noting.propose),
    "instruct": Move(unit_forms.InstructForm, noting.instruct),
    "hand_to": Move(unit_forms.HandToForm, assigning.hand_to),
    "suggest_unit": Move(unit_forms.UnitForm, handling.suggest_unit),
    "decline_unit": Move(reason_form("不予增加的理由"), handling.decline_unit),
    "request_return": Move(unit_forms.RequestReturnForm, returning.request_return),
    "convene": Move(unit_forms.ConveneForm, returning.convene),
    "approve_return": Move(unit_forms.ApproveReturnForm, returning.approve_return),
    "refuse_return": Move(reason_form("拒绝申退的理由"), returning.refuse_return),
    "note_contact": Move(unit_forms.ContactForm, note_contact),
    "waive": Move(reason_form("免予会办的理由"), handling.waive),
    "request_extension": Move(unit_forms.RequestExtensionForm, extending.request_extension),
    "grant_extension": Move(unit_forms.GrantExtensionForm, extending.grant_extension),
    "refuse_extension": Move(reason_form("不同意延期的理由"), extending.refuse_extension),
    "pause_clock": Move(reason_form("中止理由"), pausing.pause_clock),
    "resume_clock": Move(NoteForm, pausing.resume_clock),
    "urge": Move(unit_forms.PressForm, noting.urge),
    "supervise": Move(unit_forms.PressForm, noting.supervise),
    "answer_urging": Move(unit_forms.TextForm, noting.answer_urging),
    "correct": Move(unit_forms.CorrectAssignmentForm, correcting.correct_assignment),
    **undone(ASSIGNMENT_FLOW, undoing.undo),
}
# A request for material begins on the assignment, since there is no request yet.
COLLECTING = {"collect": Move(unit_forms.CollectForm, collecting.collect)}
MATERIAL_MOVES = {
    "supply": Move(unit_forms.SupplyForm, collecting.supply),
    "ask_more": Move(unit_forms.AskMoreForm, collecting.ask_more),
    "drop": Move(NoteForm, collecting.drop),
    **undone(MATERIAL_FLOW, undoing.undo),
}
# Moves by which a reply begins: made on the assignment, since there is no reply yet.
OPENING_MOVES = {
    "draft": Move(reply_forms.DraftForm, drafting.draft),
    "give_opinion": Move(unit_forms.OpinionForm, drafting.give_opinion),
}
REPLY_MOVES = {
    "copy_text": Move(NoteForm, drafting.copy_text),
    "submit": for_family(NoteForm, drafting.submit),
    "pass": for_family(NoteForm, reviewing.pass_on),
    "send_back": for_family(reason_form("退回意见"), reviewing.send_back),
    "countersign": for_family(reply_forms.CountersignForm, countersigning.countersign),
    "sign": for_family(NoteForm, signing.sign),
    "regrade": Move(reply_forms.RegradeForm, grading.regrade),
    "enter_clearance": Move(reply_forms.ClearanceForm, signing.enter_clearance),
    "reserve_number": Move(reply_forms.ReserveNumberForm, numbers.reserve_number),
    "void_number": Move(reason_form("作废原因"), numbers.void_number),
    "number": Move(reply_forms.NumberForm, signing.number),
    "send": for_family(reply_forms.SendForm, sending.send),
    "hand_in": for_family(NoteForm, arriving.hand_in),
    "note_receipt": for_family(NoteForm, arriving.note_receipt),
    "record_feedback": Move(reply_forms.FeedbackForm, feedback.record_feedback),
    "order_second_handling": Move(reason_form("重新办理的要求"), feedback.order_second_handling),
    "decide_publication": Move(reply_forms.PublicationForm, publishing.decide_publication),
    "follow_up": Move(reply_forms.FollowUpForm, following_up.follow_up),
    "void": Move(reason_form("作废原因"), drafting.void),
    "correct": Move(reply_forms.CorrectReplyForm, correct_reply),
    "reissue": Move(reply_forms.ReissueForm, reissuing.reissue),
    **undone(REPLY_FLOW, taking_back.undo),
}
PROMISE_MOVES = {
    "keep_promise": Move(reply_forms.KeepPromiseForm, following_up.keep_promise),
    **undone(PROMISE_FLOW, following_up.undo),
}
COPY_MOVES = {
    "dispatch": Move(reply_forms.CopySendForm, dispatching.dispatch),
    "acknowledge": Move(NoteForm, dispatching.acknowledge),
    "return": Move(reason_form("退回原因"), dispatching.return_copy),
    "resend": Move(reply_forms.CopySendForm, dispatching.resend),
    **undone(COPY_FLOW, dispatching.undo),
}


@dataclass(frozen=True, slots=True)
class Door:
    """One kind of case: its law, its moves by page, and which rows of it somebody sees.

    begins: where its moves make a new row of what is seen, the relation in which that stands.
    """

    flow: StateMachine
    moves: Mapping[str, Move]
    seen: Callable[[Actor], Any]
    begins: str = ""


PROPOSALS = Door(PROPOSAL_FLOW, PROPOSAL_MOVES, Proposal.objects.visible_to)
ASSIGNMENTS = Door(ASSIGNMENT_FLOW, ASSIGNMENT_MOVES, Assignment.objects.visible_to)
COLLECTIONS = Door(MATERIAL_FLOW, COLLECTING, Assignment.objects.visible_to, begins="materials")
MATERIALS = Door(MATERIAL_FLOW, MATERIAL_MOVES, Material.objects.visible_to)
OPENINGS = Door(REPLY_FLOW, OPENING_MOVES, Assignment.objects.visible_to, begins="replies")
REPLIES = Door(REPLY_FLOW, REPLY_MOVES, Reply.objects.visible_to)
PROMISES = Door(PROMISE_FLOW, PROMISE_MOVES, Promise.objects.visible_to)
COPIES = Door(COPY_FLOW, COPY_MOVES, CopyRecipient.objects.visible_to)


def proposal(request: HttpRequest, uid: uuid.UUID, move: str) -> HttpResponse:
    return make(request, PROPOSALS, uid, move)


def assignment(request: HttpRequest, uid: uuid.UUID, move: str) -> HttpResponse:
    doors = dict.fromkeys(OPENING_MOVES, OPENINGS) | dict.fromkeys(COLLECTING, COLLECTIONS)
    return make(request, doors.get(move, ASSIGNMENTS), uid, move)


def material(request: HttpRequest, uid: uuid.UUID, move: str) -> HttpResponse:
    return make(request, MATERIALS, uid, move)


def reply(request: HttpRequest, uid: uuid.UUID, move: str) -> HttpResponse:
    return make(request, REPLIES, uid, move)


def promise(request: HttpRequest, uid: uuid.UUID, move: str) -> HttpResponse:
    return make(request, PROMISES, uid, move)


def copy(request: HttpRequest, uid: uuid.UUID, move: str) -> HttpResponse:
    return make(request, COPIES, uid, move)


def make(request: HttpRequest, door: Door, uid: uuid.UUID, name: str) -> HttpResponse:
    """Show the form of a move, or make the move and go back to the case."""
    visit = visit_of(request)
    if name not in door.moves:
        raise Http404
    case = get_object_or_404(door.seen(visit.actor).for_move(), uid=uid)
    label, back = door.flow.label_of(name), place_of(case)
    try:
        warning = warning_of(door.flow, name, case, visit)
    except OfficeError as error:
        return refused(request, error, title=label, back=back)
    form = door.moves[name].form(request.POST or None, request.FILES or None, case=case, on=visit.on, actor=visit.actor)
    if enters_for_paper_unit(case, visit.actor):
        form.ask_for_original()
    if request.method == "POST" and form.is_valid():
        try:
            result = perform(door, name, case, form, visit)
        except OfficeError as error:
            keep_typed(form, case, error)
        else:
            messages.success(request, f"“{label}”已完成。")
            return after(request, visit, case, result)
    draft = reverse("desk:reply", args=[case.uid]) if isinstance(case, Reply) else ""
    return show(request, "move", label, form=form, case=case, warning=warning, back=back, draft=draft)


def warning_of(flow: StateMachine, name: str, case: Any, visit: Visit) -> str:
    """What a guard has against the move today; on the day that is entered late it may have been allowed.

    The refusal itself where the move is not this person's, or not one of this state.
    """
    subject = subject_of(case, flow)
    try:
        flow.check(name, visit.actor, subject, on=visit.on)
    except NotYours:
        raise
    except TransitionRefused as error:
        if not any(row.name == name and subject.status in row.sources for row in flow):
            raise
        return error.message
    return ""


def subject_of(case: Any, flow: StateMachine) -> Any:
    """What is about to begin is judged by its flow before it exists."""
    begins = {REPLY_FLOW.name: blank_reply, MATERIAL_FLOW.name: blank_material}
    return begins[flow.name](case) if isinstance(case, Assignment) and flow.name in begins else case


def enters_for_paper_unit(case: Any, actor: Actor) -> bool:
    """A supervisor enters what a unit did on paper: the paper itself may be kept with it."""
    return isinstance(case, Assignment) and any(post.proxy for post in case.posts_of(actor))


def perform(door: Door, name: str, case: Any, form: MoveForm, visit: Visit) -> Any:
    """The verb and the scans that belong to it: all or none, and once a press."""
    label, arguments = door.flow.label_of(name), form.arguments()
    with transaction.atomic():
        hold_all(case, arguments)
        seen = form.cleaned_data["seen"]
        refuse_second_press(case, name, label, seen=seen, by=visit.actor, begins=door.begins)
        if form.cleaned_data["version"] != case.version:
            raise CaseMovedOn
        for field in UPLOADS & arguments.keys():
            if arguments[field]:
                arguments[field] = kept(arguments[field], case, visit)
        original = arguments.pop("original", None)
        result = door.moves[name].action(case, by=visit.actor, on=form.cleaned_data["on"], at=visit.at, **arguments)
        if original:
            when = {"by": visit.actor, "on": form.cleaned_data["on"], "at": visit.at}
            noting.keep_original(case, what=label, scan=original, **when)
        return result


def kept(upload: Any, case: Any, visit: Visit) -> StoredFile:
    return files.store(
        upload.read(),
        upload.name,
        jurisdiction_id=case.jurisdiction_id,
        at=visit.at,
        case_uid=case.case_uid,
        content_type=upload.content_type,
    )


def keep_typed(form: MoveForm, case: Any, error: OfficeError) -> None:
    """Tell the refusal. Where the page was not of today the form carries what is: a second press is deliberate."""
    tell(form, error)
    if isinstance(error, CaseMovedOn | AlreadyMade):
        case.refresh_from_db()
        renew(form, version=case.version, seen=length_of(case))


def after(request: HttpRequest, visit: Visit, case: Any, result: Any) -> HttpResponse:
    if isinstance(result, Reply) and may_write(result, visit.actor):
        return redirect("desk:reply", result.uid)
    if isinstance(result, dict) and result:
        return show_links(request, case, result)
    return redirect(place_of(case))


def place_of(case: Any) -> str:
    """Where one goes on: whoever is asked for material sees that, and perhaps not the case."""
    return reverse("desk:materials") if isinstance(case, Material) else reverse("desk:case", args=[case.case_uid])
