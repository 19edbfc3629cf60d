"""What may stand against a move of a reply, as a sentence for whoever would make it; the tables are in `flows`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from proposals.enums import AssignmentRole, AssignmentStatus, ProposalStatus
from replies.enums import ReplyKind
from replies.gates import against_signing
from workflow.actor import Actor
from workflow.enums import Role
from workflow.statemachine import guard, road

# What needs no grade: a co-handler's opinion never has one, an interim reply may.
UNGRADED = {ReplyKind.OPINION, ReplyKind.INTERIM}
NOT_IN_HAND = {
    AssignmentStatus.WAITING: "请先签收；办理中的件才能拟稿。",
    AssignmentStatus.RETURNING: "申退尚未答复，暂不能拟稿、审核和签发。",
    AssignmentStatus.RETURNED: "本单位已退办本件。",
    AssignmentStatus.WAIVED: "本单位已免予会办。",
    AssignmentStatus.ANSWERED: "本单位已答复本件。",
}


@guard("本单位正在办理；补充答复、重新制发则已答复")
def assignment_is_not_in_hand(reply: Any, _on: dt.date) -> str | None:
    if reply.kind == ReplyKind.SUPPLEMENTARY:
        answered = reply.assignment.status == AssignmentStatus.ANSWERED
        return None if answered else "本单位尚未答复，或正在重新办理，不作补充答复。"
    if reply.replaces_sent and reply.assignment.status == AssignmentStatus.ANSWERED:
        return None
    return NOT_IN_HAND.get(reply.assignment.status)


@guard("没有另一份在办的稿件")
def another_is_under_way(reply: Any, _on: dt.date) -> str | None:
    return "已有一份在办的稿件。" if reply.siblings().under_way().exists() else None


@guard("阶段性答复：已延期、不能再延期或已超期", switch="extension_times")
def it_is_too_early(reply: Any, on: dt.date) -> str | None:
    if reply.kind != ReplyKind.INTERIM or reply.time_runs_out(on):
        return None
    return "办理期限尚未届满，且可以申请延期，应拟正式答复，不作阶段性答复。"


@guard("补充答复：办理结果须跟踪办理", switch="follow_up_grades")
def nothing_to_follow_up(reply: Any, _on: dt.date) -> str | None:
    if reply.kind != ReplyKind.SUPPLEMENTARY:
        return None
    answer = reply.followed
    return None if answer and answer.is_tracked else "本单位已答复本件，办理结果无须跟踪办理。"


@road("为会办单位")
def not_an_assist(reply: Any, _on: dt.date) -> str | None:
    return None if reply.assignment.role == AssignmentRole.ASSIST else "只有会办单位提出会办意见。"


@road("设有科室审核环节")
def section_is_skipped(reply: Any, _on: dt.date) -> str | None:
    return "本单位不设科室审核环节。" if reply.writer.skips_section else None


@road("不设科室审核环节")
def section_comes_first(reply: Any, _on: dt.date) -> str | None:
    return None if reply.writer.skips_section else "请先送科室审核。"


@guard("标题和正文齐备")
def text_is_missing(reply: Any, _on: dt.date) -> str | None:
    return None if reply.title.strip() and reply.body.strip() else "标题和正文不能为空。"


@guard("已填办理结果", switch="grade_required")
def grade_is_missing(reply: Any, _on: dt.date) -> str | None:
    needed = reply.kind not in UNGRADED and reply.rules.switch("grade_required")
    return "请先填写办理结果。" if needed and not reply.grade else None


@guard("已与提案人沟通", switch="contact_required")
def proposer_was_not_contacted(reply: Any, _on: dt.date) -> str | None:
    needed = reply.kind != ReplyKind.OPINION and reply.rules.switch("contact_required")
    return "尚无与提案人的沟通记录。" if needed and not reply.assignment.contacts.exists() else None


@guard("会办意见已齐或已免")
def opinions_are_missing(reply: Any, _on: dt.date) -> str | None:
    if reply.assignment.role != AssignmentRole.LEAD or reply.kind == ReplyKind.INTERIM:
        return None
    silent = reply.main.assignments.still_to_answer().filter(role=AssignmentRole.ASSIST)
    names = "、".join(silent.values_list("department__name", flat=True))
    return f"会办意见未齐：{names}。" if names else None


@road("无须送督查审核", switch="supervisor_review")
def review_is_required(reply: Any, _on: dt.date) -> str | None:
    return "须先送督查审核。" if reply.needs_review else None


@guard("无须送督查审核，或已审核", switch="supervisor_review")
def review_comes_first(reply: Any, _on: dt.date) -> str | None:
    """Also what is signed outside: the supervisor reads it here before."""
    return "须先送督查审核，审核通过后再录入审签结果。" if reply.needs_review else None


@road("须送督查审核", switch="supervisor_review")
def review_is_not_required(reply: Any, _on: dt.date) -> str | None:
    return None if reply.needs_review else "无须送督查审核。"


@road("为并入的提案")
def not_of_a_merged_proposal(reply: Any, _on: dt.date) -> str | None:
    return None if reply.is_of_merged else "本件不是并入的提案。"


@guard("主件已有正文")
def main_text_is_missing(reply: Any, _on: dt.date) -> str | None:
    main = reply.main_reply
    return None if main and main.body.strip() else "主件尚无正文。"


@road("须会办单位会签", switch="countersign")
def countersign_is_not_required(reply: Any, _on: dt.date) -> str | None:
    return None if reply.needs_countersign else "无须会签。"


@road("无须会办单位会签", switch="countersign")
def countersign_is_required(reply: Any, _on: dt.date) -> str | None:
    return "须先送会办单位会签。" if reply.needs_countersign else None


@guard("无须会签", switch="countersign")
def countersign_comes_first(reply: Any, _on: dt.date) -> str | None:
    """Also what is signed outside: the units asked read it here before."""
    return "须先送会办单位会签，会签完毕后再录入审签结果。" if reply.needs_countersign else None


@guard("本单位尚未会签", personal=True)
def unit_has_countersigned(reply: Any, _on: dt.date, by: Actor) -> str | None:
    units = {post.unit_id for post in reply.posts_of(by) if post.role == Role.COSIGNER}
    return None if reply.asked().waiting().filter(department__in=units).exists() else "贵单位已会签。"


@guard("各单位均已会签")
def a_unit_has_not_countersigned(reply: Any, _on: dt.date) -> str | None:
    return "尚有单位未会签。" if reply.asked().waiting().exists() else None


@guard("联合行文单位均已会签")
def a_partner_has_not_agreed(reply: Any, _on: dt.date) -> str | None:
    """No letter bears the name of a unit that never agreed to it, as where another was put right since."""
    partners = reply.partners()
    agreed = reply.agreed() if partners else {}
    silent = "、".join(unit.name for unit in partners if unit not in agreed)
    return f"联合行文单位{silent}尚未会签，请退回拟稿后重新送签。" if silent else None


@guard("委员评价达到重新办理的条件", switch="second_handling_marks")
def nothing_calls_for_it(reply: Any, _on: dt.date) -> str | None:
    triggers = reply.rules.switch("second_handling_marks")
    marks = set(reply.feedback.current().values_list("result", flat=True))
    return None if marks & set(triggers) else "委员评价未达到重新办理的条件。"


@road("为正式答复或再次答复")
def nobody_judges_it(reply: Any, _on: dt.date) -> str | None:
    return None if reply.is_judged else f"{ReplyKind(reply.kind).label}不征询委员评价。"


@guard("尚未确定公开方式")
def publication_is_decided(reply: Any, _on: dt.date) -> str | None:
    return "公开方式已经确定。" if hasattr(reply, "publication") else None


@road("不是会办意见")
def it_is_an_opinion(reply: Any, _on: dt.date) -> str | None:
    return "会办意见不填办理结果。" if reply.kind == ReplyKind.OPINION else None


@guard("本件尚未办结")
def case_is_closed(reply: Any, _on: dt.date) -> str | None:
    return "本件已办结。" if reply.main.status in {ProposalStatus.CLOSED, ProposalStatus.ARCHIVED} else None


@guard("尚未重新办理")
def it_was_reopened(reply: Any, _on: dt.date) -> str | None:
    return None if reply.assignment.status == AssignmentStatus.ANSWERED else "本件已在重新办理。"


@road("须登记送交", switch="reply_counts_on")
def nothing_to_hand_in(reply: Any, _on: dt.date) -> str | None:
    return None if reply.arrival == "handed_in_on" else "本件不须登记送交，或已登记。"


@road("须登记委员收到", switch="reply_counts_on")
def nothing_to_receive(reply: Any, _on: dt.date) -> str | None:
    return None if reply.arrival == "received_on" else "本件不须登记委员收到，或已登记。"


@guard("办复日期已登记", switch="reply_counts_on")
def its_day_is_missing(reply: Any, _on: dt.date) -> str | None:
    """The first answer is given before the next one is asked for."""
    return "请先登记办复日期（送交或委员收到）。" if reply.counts_on_arrival and reply.assignment.answer_clock else None


@guard("本件尚未办结、未重新办理")
def its_answer_was_judged(reply: Any, on: dt.date) -> str | None:
    return case_is_closed.test(reply, on) or ("本件已重新办理。" if reply.assignment.was_reopened else None)


@guard("退回后未曾修改")
def text_was_changed(reply: Any, _on: dt.date) -> str | None:
    """What the drafter has worked on since does not come before the reader as if nothing had been written."""
    return None if reply.last_move.payload.get("version") == reply.version else "退回后稿件已修改，不能撤回退回。"


@guard("本单位仍在办理，没有另一份在办的稿件")
def its_place_is_taken(reply: Any, on: dt.date) -> str | None:
    return assignment_is_not_in_hand.test(reply, on) or another_is_under_way.test(reply, on)


@road("本单位的文号由本系统编号")
def numbers_are_typed(reply: Any, on: dt.date) -> str | None:
    series = reply.number_series((reply.signed_on or on).year)
    return None if series else "本单位的文号不由本系统编号，编号时填写即可。"


@guard("尚未预留文号")
def number_is_reserved(reply: Any, _on: dt.date) -> str | None:
    number = reply.reserved_number
    return f"已预留{number}。" if number else None


@road("已预留文号")
def no_number_is_reserved(reply: Any, _on: dt.date) -> str | None:
    return None if reply.reserved_number else "没有预留的文号。"


@guard("由主要领导签发", switch="head_signs", personal=True)
def head_must_sign(reply: Any, _on: dt.date, by: Actor) -> str | None:
    """Also a deputy who holds the head's post for the time."""
    if reply.kind == ReplyKind.OPINION or not reply.rules.applies("head_signs", key=reply.is_key):
        return None
    heads = [post for post in reply.posts_of(by) if post.role == Role.SIGNER and post.is_head]
    return None if heads else "按规则，本件由主要领导签发。"


@guard("会办单位提会办意见，其他单位作答复")
def part_was_corrected(reply: Any, _on: dt.date) -> str | None:
    """A draft that was begun in another part of the case is not what this unit owes now."""
    assists, opines = reply.assignment.role == AssignmentRole.ASSIST, reply.kind == ReplyKind.OPINION
    return None if assists == opines else "本单位的承办方式已更正，本稿不再适用，请作废后重新拟稿。"


@road("为本系统编号的公文")
def it_was_not_numbered_here(reply: Any, _on: dt.date) -> str | None:
    return None if reply.issued_id else "不是本系统编号的公文，不能重新制发。"


@guard("委员尚未评价，本单位未重新办理、未另行答复")
def it_was_judged_or_followed(reply: Any, _on: dt.date) -> str | None:
    """What somebody has judged or built upon stays what was judged: to it one adds, or answers anew."""
    if reply.feedback.all():
        return "委员已评价，不能重新制发；可作补充答复，或由提案委重新办理。"
    if reply.is_answer and reply.assignment.was_reopened:
        return "本件已重新办理，请在再次答复中更正。"
    later = reply.siblings().sent().filter(pk__gt=reply.pk).exists()
    return "其后已另行答复，不能重新制发。" if later else None


@guard("所代替的公文仍可代替")
def what_it_replaces_moved_on(reply: Any, on: dt.date) -> str | None:
    if not reply.replaces_sent:
        return None
    reason = case_is_closed.test(reply, on) or it_was_judged_or_followed.test(reply.replaces, on)
    return f"所代替的公文{reply.replaces.doc_number}：{reason}本稿请作废。" if reason else None


@guard("格式校核没有阻止签发的问题，或已写情况说明", switch="lint")
def letter_is_faulty(reply: Any, on: dt.date) -> str | None:
    """Asked last: whoever may not sign anyway need not wait until the letter has been read."""
    return against_signing(reply, on)
