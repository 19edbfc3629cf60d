"""What each move of the case takes over HTTP."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from proposals.actions.assigning import Share, expanded
from proposals.actions.filing import MOST_PROPOSERS, ProposerEntry
from proposals.api.serializers import ProposerSerializer
from proposals.enums import AssignmentRole, ContactWay, Nature, PlanWish, RefusalOutcome
from proposals.models import Assignment, PlanOpinion, Proposal, Session
from workflow.api.moves import MoveSerializer, Named, ReasonedSerializer, Visible
from workflow.bulk import MOST_ROWS
from workflow.errors import LONGEST_TEXT
from workflow.models import Department, DepartmentGroup, User


class ShareSerializer(serializers.Serializer[Any]):
    """One unit, or a group for all of its units, and the part."""

    department = Visible(queryset=Department.objects.units(), required=False)
    group = Visible(queryset=DepartmentGroup.objects.all(), required=False, help_text="单位组，与 department 二选一")
    role = serializers.ChoiceField(AssignmentRole.choices)

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        if ("department" in given) == ("group" in given):
            raise serializers.ValidationError({"department": ["请给出单位或单位组之一。"]})
        return given


class AllocationSerializer(MoveSerializer):
    """Units and groups with their parts; groups are told apart into their units."""

    shares = serializers.ListSerializer[Any](child=ShareSerializer(), max_length=MOST_ROWS)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        parts = given["shares"]
        named = [Share(part["department"], part["role"]) for part in parts if "department" in part]
        groups = [(part["group"], part["role"]) for part in parts if "group" in part]
        return given | {"shares": expanded(named, groups, given.get("on") or timezone.localdate())}


class RegisterSerializer(serializers.Serializer[Any]):
    session = Visible(queryset=Session.objects.all())
    title = serializers.CharField(max_length=200)
    body = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_TEXT)
    nature = serializers.ChoiceField(Nature.choices, default=Nature.SESSION)
    category = serializers.CharField(required=False, allow_blank=True, max_length=40)
    is_key = serializers.BooleanField(default=False)
    consents_to_publication = serializers.BooleanField(required=False, allow_null=True)
    proposers = serializers.ListSerializer[Any](child=ProposerSerializer(), max_length=MOST_PROPOSERS)
    asks = serializers.ListField(child=serializers.CharField(max_length=2000), required=False, max_length=50)
    on = serializers.DateField(required=False)

    def validate_proposers(self, entries: list[dict[str, Any]]) -> list[ProposerEntry]:
        return [ProposerEntry(**entry) for entry in entries]


class FileSerializer(MoveSerializer):
    number = serializers.CharField(max_length=20)


class RefuseSerializer(MoveSerializer):
    ground = serializers.CharField(max_length=60, help_text="十条理由之一的代码，或本地规则中的理由")
    outcome = serializers.ChoiceField(RefusalOutcome.choices, required=False)


class MergeSerializer(ReasonedSerializer):
    into = Visible(queryset=Proposal.objects.all())


class PlanSerializer(AllocationSerializer):
    until = serializers.DateField(required=False, help_text="征求意见截止；不给则只保存拟承办单位")


class CommentSerializer(ReasonedSerializer):
    department = Visible(queryset=Department.objects.units())
    wish = serializers.ChoiceField(PlanWish.choices)
    suggested = Visible(queryset=Department.objects.units(), required=False)


class OpinionOnPlan(Named):
    """One unit's opinion on the plan of a proposal that the caller sees."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="uid", **kwargs)

    def get_queryset(self) -> QuerySet[PlanOpinion]:
        rows: QuerySet[PlanOpinion] = PlanOpinion.objects.visible_to(self.context["request"].auth)
        return rows


class SettleSerializer(MoveSerializer):
    opinion = OpinionOnPlan(queryset=PlanOpinion.objects.all())
    granted = serializers.BooleanField()


class AddUnitSerializer(MoveSerializer):
    department = Visible(queryset=Department.objects.units())


class DesignateSerializer(MoveSerializer):
    led_by = serializers.CharField(max_length=80, required=False)
    supervised_by = serializers.CharField(max_length=80, required=False)
    committee = serializers.CharField(max_length=80, required=False)
    mode = serializers.CharField(max_length=80, required=False)


class DatedSerializer(serializers.Serializer[Any]):
    on = serializers.DateField(required=False, help_text="发生日期，默认当天")


class CorrectKeySerializer(ReasonedSerializer):
    led_by = serializers.CharField(max_length=80, required=False, allow_blank=True, help_text="留空为取消")
    supervised_by = serializers.CharField(max_length=80, required=False, allow_blank=True, help_text="留空为取消")
    committee = serializers.CharField(max_length=80, required=False, allow_blank=True)
    mode = serializers.CharField(max_length=80, required=False, allow_blank=True)


class PlanKeySerializer(DatedSerializer):
    plan = serializers.CharField(max_length=LONGEST_TEXT)


class ReportKeySerializer(DatedSerializer):
    report = serializers.CharField(max_length=LONGEST_TEXT)


class AssignSerializer(AllocationSerializer):
    """交办."""


class CorrectDaysSerializer(ReasonedSerializer):
    number = serializers.CharField(max_length=20, required=False)
    filed_on = serializers.DateField(required=False)
    assigned_on = serializers.DateField(required=False)


class CorrectProposersSerializer(ReasonedSerializer):
    proposers = serializers.ListSerializer[Any](child=ProposerSerializer(), max_length=MOST_PROPOSERS)

    def validate_proposers(self, entries: list[dict[str, Any]]) -> list[ProposerEntry]:
        return [ProposerEntry(**entry) for entry in entries]


class PartSerializer(serializers.Serializer[Any]):
    """One unit's part as it ought to be."""

    assignment = Visible(queryset=Assignment.objects.all())
    role = serializers.ChoiceField(AssignmentRole.choices)


class CorrectRolesSerializer(ReasonedSerializer):
    roles = serializers.ListSerializer[Any](child=PartSerializer(), max_length=MOST_ROWS)

    def validate_roles(self, parts: list[dict[str, Any]]) -> dict[Assignment, str]:
        return {part["assignment"]: part["role"] for part in parts}


class CorrectAssignmentSerializer(ReasonedSerializer):
    department = Visible(queryset=Department.objects.units(), required=False)
    assigned_on = serializers.DateField(required=False)
    accepted_on = serializers.DateField(required=False)


class Colleague(Named):
    """Somebody by log-in name, found only among the people of the caller's own jurisdiction."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="username", **kwargs)

    def get_queryset(self) -> QuerySet[User]:
        places = {post.jurisdiction_id for post in self.context["request"].auth.posts}
        return User.objects.filter(is_active=True, appointments__jurisdiction__in=places).distinct()


class HandToSerializer(MoveSerializer):
    officer = Colleague(queryset=User.objects.filter(is_active=True), required=False, help_text="登录名")
    section = Visible(queryset=Department.objects.all(), required=False)


class RequestReturnSerializer(ReasonedSerializer):
    suggested = Visible(queryset=Department.objects.units(), required=False)
    leader = serializers.CharField(max_length=40, required=False, help_text="再次申退须填写")


class UnitSerializer(ReasonedSerializer):
    department = Visible(queryset=Department.objects.units())


class ConveneSerializer(DatedSerializer):
    people = serializers.CharField(max_length=80)
    outcome = serializers.CharField(max_length=LONGEST_TEXT)


class WordsSerializer(DatedSerializer):
    text = serializers.CharField(max_length=LONGEST_TEXT)


class ProposeSerializer(WordsSerializer):
    person = serializers.CharField(max_length=80, required=False)


class InstructSerializer(WordsSerializer):
    person = serializers.CharField(max_length=80)


class PressSerializer(WordsSerializer):
    reply_by = serializers.DateField(required=False, help_text="要求回复日期")


class RequestExtensionSerializer(ReasonedSerializer):
    until = serializers.DateField()


class GrantExtensionSerializer(MoveSerializer):
    until = serializers.DateField(required=False, help_text="默认为申请的日期")
    proposer_told_on = serializers.DateField(required=False)


class AnyDepartment(Named):
    """A section or a unit, also of a county below; the action says which may be asked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="uid", **kwargs)


class CollectSerializer(MoveSerializer):
    assignment = Visible(queryset=Assignment.objects.all())
    department = AnyDepartment(queryset=Department.objects.all())
    wanted = serializers.CharField(max_length=LONGEST_TEXT)
    due = serializers.DateField()


class SupplySerializer(MoveSerializer):
    text = serializers.CharField(max_length=LONGEST_TEXT)


class AskMoreSerializer(ReasonedSerializer):
    due = serializers.DateField()


class ApproveReturnSerializer(MoveSerializer):
    department = Visible(queryset=Department.objects.units())


class ContactSerializer(serializers.Serializer[Any]):
    on = serializers.DateField(required=False)
    way = serializers.ChoiceField(ContactWay.choices)
    people = serializers.CharField(max_length=200)
    outcome = serializers.CharField(max_length=LONGEST_TEXT)
    also = Visible(
        queryset=Assignment.objects.all(), many=True, required=False, help_text="一并登记的其他承办件，须为同一单位"
    )
