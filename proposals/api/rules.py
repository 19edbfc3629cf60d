"""办理规则 over HTTP: the editions of a place; a new one begun, changed, tried on past cases and published once."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from proposals.filters import RuleFilter
from proposals.trying import Difference, Trial, try_out
from workflow import rulemaking
from workflow.actor import Actor
from workflow.api.acts import ActReport, ActViewSet, described
from workflow.api.content import ContentField
from workflow.api.keys import place_of
from workflow.api.moves import REFUSALS
from workflow.enums import ClockKind
from workflow.limits import Limit, cases_of, told
from workflow.models import CaseKind, RuleVersion
from workflow.presets import Preset, presets
from workflow.rulemaking import IN_FORCE
from workflow.switches import SWITCHES

SOURCES = [(IN_FORCE, "现行规则"), *((preset.code, preset.name) for preset in presets().values())]


class LimitSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(ClockKind.choices)
    when = serializers.DictField(help_text="只适用于这样的件；空为其余各件")
    words = serializers.CharField(help_text="如“自交办起3个月”")


class SettingSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # the word of the page, also DRF's
    value = serializers.JSONField()
    usual = serializers.BooleanField(help_text="本版没有写明，按通常做法")
    form = serializers.CharField(help_text="可以怎样写")


class RuleRowSerializer(serializers.ModelSerializer[RuleVersion]):
    kind = serializers.SlugRelatedField[CaseKind](slug_field="code", read_only=True, help_text="件类")
    in_force = serializers.BooleanField(source="is_in_force", help_text="今日现行的版次")

    class Meta:
        model = RuleVersion
        fields = ["uid", "kind", "number", "valid_from", "published_at", "in_force"]


class RuleSerializer(RuleRowSerializer):
    content = serializers.JSONField(help_text="规则本身，修改时按此形式写")
    limits = serializers.SerializerMethodField(help_text="各项期限，逐情形说明")
    switches = serializers.SerializerMethodField(help_text="各项设置，含按通常做法的")

    class Meta(RuleRowSerializer.Meta):
        fields = [*RuleRowSerializer.Meta.fields, "content", "limits", "switches"]

    @extend_schema_field(LimitSerializer(many=True))
    def get_limits(self, rule: RuleVersion) -> list[dict[str, Any]]:
        # In the order of the process: which one the rules were written in, not every database keeps.
        limits = rule.content.get("limits", {})
        return [
            {"kind": kind, "when": case.get("when", {}) if isinstance(case, dict) else {}, "words": words_of(case)}
            for kind in ClockKind.values
            for case in cases_of(limits.get(kind))
        ]

    @extend_schema_field(SettingSerializer(many=True))
    def get_switches(self, rule: RuleVersion) -> list[dict[str, Any]]:
        own = rule.content.get("switches", {})
        return [
            {
                "name": name,
                "label": switch.label,
                "value": rule.switch(name),
                "usual": name not in own,
                "form": switch.form.said,
            }
            for name, switch in SWITCHES.items()
        ]


def words_of(case: Any) -> str:
    return told(Limit.read(case))


class RulesField(ContentField):
    """Limits and switches; all that is wrong with them is told at once, in the words of the desk."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        content = super().to_internal_value(data)
        if problems := RuleVersion(content=content).problems():
            raise serializers.ValidationError(problems)
        return content


class BeginSerializer(serializers.Serializer[Any]):
    source = serializers.ChoiceField(SOURCES, help_text="现行规则，或一项预设的代码")  # type: ignore[assignment]
    valid_from = serializers.DateField(help_text="生效日期")


class RuleChangesSerializer(serializers.Serializer[Any]):
    """What is not given stays."""

    content = RulesField(required=False, help_text='{"limits": {…}, "switches": {…}}，整体替换')
    valid_from = serializers.DateField(required=False, help_text="生效日期")


class TrySerializer(serializers.Serializer[Any]):
    content = RulesField(required=False, help_text="按这样的内容试算，不写则按该版现有内容；什么都不保存")


class PublishSerializer(serializers.Serializer[Any]):
    confirmed = serializers.BooleanField(required=False, help_text="没有提醒阶梯或渠道的规则，确要这样发布")


class KeptSerializer(ActReport):
    rule = RuleSerializer()


class DifferenceSerializer(serializers.Serializer[Any]):
    assignment = serializers.UUIDField()
    proposal = serializers.UUIDField()
    number = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    department = serializers.CharField()
    kind = serializers.ChoiceField(ClockKind.choices)
    before = serializers.DateField(allow_null=True, help_text="按交办时的规则；无此期限为空")
    after = serializers.DateField(allow_null=True, help_text="按所试的规则")


class TrialSerializer(serializers.Serializer[Any]):
    tried = serializers.IntegerField(help_text="最近交办的几件次")
    changed = serializers.IntegerField(help_text="到期日会改变的件次")
    later = serializers.IntegerField()
    earlier = serializers.IntegerField()
    biggest = DifferenceSerializer(many=True, help_text="相差最多的")


class PresetSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    says = serializers.CharField(help_text="文件说到的内容")
    content = serializers.JSONField()


class RuleViewSet(ListModelMixin, RetrieveModelMixin, ActViewSet):
    """办理规则：各版查询；由管理员新建、修改、试算和发布。"""

    queryset = RuleVersion.objects.select_related("kind")
    serializer_class = RuleSerializer
    filterset_class = RuleFilter

    def get_queryset(self) -> Any:
        rows: Any = super().get_queryset()
        return rows.marked(timezone.localdate())

    def get_serializer_class(self) -> Any:
        return RuleRowSerializer if self.action == "list" else RuleSerializer

    @described("新建一版", BeginSerializer, KeptSerializer, made=status.HTTP_201_CREATED)
    def create(self, request: Request) -> Response:
        return self.report(request, BeginSerializer, begun, self._told, made=status.HTTP_201_CREATED)

    @extend_schema(
        summary="修改未发布的一版", request=RuleChangesSerializer, responses={200: RuleSerializer, **REFUSALS}
    )
    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        rule = self.get_object()
        kept = {"content": rule.content, "valid_from": rule.valid_from}
        rulemaking.revise(rule, **(kept | self.given(request, RuleChangesSerializer)), by=self.actor)
        return Response(self._told(rule)["rule"])

    @extend_schema(summary="试算", request=TrySerializer, responses={200: TrialSerializer, **REFUSALS})
    @action(detail=True, methods=["post"], url_path="try", url_name="try")
    def try_out(self, request: Request, **_kwargs: Any) -> Response:
        rule = self.get_object()
        given = {"content": rule.content} | self.given(request, TrySerializer)
        written = rulemaking.as_written(rule, **given, valid_from=rule.valid_from, by=self.actor)
        return Response(trial_told(try_out(written)))

    @described("发布", PublishSerializer, KeptSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, **_kwargs: Any) -> Response:
        return self.report(request, PublishSerializer, functools.partial(published, self.get_object()), self._told)

    @extend_schema(
        summary="预设",
        responses={200: PresetSerializer(many=True), **REFUSALS},
        filters=False,
        operation_id="rule_presets",
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def presets(self, _request: Request) -> Response:
        return Response(PresetSerializer(list[Preset](presets().values()), many=True).data)

    def _told(self, rule: RuleVersion) -> dict[str, Any]:
        return {"rule": RuleSerializer(self.get_queryset().get(pk=rule.pk)).data}


def begun(*, source: str, valid_from: dt.date, by: Actor, on: dt.date, **_when: Any) -> RuleVersion:
    place, kind = place_of(by), CaseKind.usual()
    content = rulemaking.content_of(source, place, kind=kind, on=on)
    return rulemaking.begin(place, kind=kind, content=content, valid_from=valid_from, by=by)


def published(rule: RuleVersion, *, by: Actor, at: dt.datetime, confirmed: bool = False, **_when: Any) -> RuleVersion:
    rulemaking.publish(rule, by=by, at=at, confirmed=confirmed)
    return rule


def trial_told(trial: Trial) -> dict[str, Any]:
    counts = {name: getattr(trial, name) for name in ("tried", "changed", "later", "earlier")}
    return counts | {"biggest": [difference_told(each) for each in trial.biggest]}


def difference_told(each: Difference) -> dict[str, Any]:
    proposal = each.assignment.proposal
    return {
        "assignment": str(each.assignment.uid),
        "proposal": str(proposal.uid),
        "number": proposal.number,
        "title": proposal.title,
        "department": each.assignment.department.name,
        "kind": each.kind,
        "before": each.before and each.before.isoformat(),
        "after": each.after and each.after.isoformat(),
    }
