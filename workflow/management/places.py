"""Which place a command means: the one it names, or the only one there is."""

from __future__ import annotations

from django.core.management.base import CommandError

from workflow.models import Jurisdiction


def jurisdiction_of(code: str | None) -> Jurisdiction:
    """CommandError with the codes there are, where the code is unknown or several places could be meant."""
    found = list(Jurisdiction.objects.filter(code=code) if code else Jurisdiction.objects.order_by("code")[:2])
    if len(found) == 1:
        return found[0]
    codes = "、".join(Jurisdiction.objects.order_by("code").values_list("code", flat=True))
    raise CommandError(f"请用 --jurisdiction 指明地区代码，现有：{codes or '无'}。")
