"""One move on many rows over HTTP: what is asked, and what became of each row."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework import serializers

from workflow.bulk import MOST_ROWS, Outcome


class BulkRowSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    version = serializers.IntegerField(required=False, min_value=0, help_text="上次读到的修订号；不符则该行不予办理")


class BulkSerializer(serializers.Serializer[Any]):
    """The move, the rows, and beside them what the move itself takes."""

    move = serializers.CharField(max_length=40, help_text="事项，与单件办理的地址末段相同")
    rows = BulkRowSerializer(many=True)
    given = serializers.DictField(required=False, help_text="该事项的各项内容，与单件办理相同")

    def validate_rows(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not 1 <= len(rows) <= MOST_ROWS:
            raise serializers.ValidationError(f"一次可办理1至{MOST_ROWS}件。")
        return rows


class OutcomeSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    done = serializers.BooleanField()
    code = serializers.CharField(allow_blank=True, help_text="不予办理的代码")
    detail = serializers.CharField(allow_blank=True, help_text="不予办理的原因")
    told = serializers.DictField(help_text="只告知一次的内容，如委员评价链接")


class BulkResultSerializer(serializers.Serializer[Any]):
    results = OutcomeSerializer(many=True)


def result_of(outcome: Outcome) -> dict[str, Any]:
    refusal = outcome.refusal
    return {
        "uid": str(outcome.case.uid),
        "done": outcome.done,
        "code": refusal.code if refusal else "",
        "detail": refusal.message if refusal else "",
        "told": outcome.result or {},
    }


def unseen(uid: uuid.UUID) -> dict[str, Any]:
    """A row that the caller does not see is told like one that does not exist."""
    detail = "没有这一件，或您无权查看。"
    return {"uid": str(uid), "done": False, "code": "not_found", "detail": detail, "told": {}}
