"""Is it alive, is it ready, and the figures that a monitor watches."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Callable
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from kombu.exceptions import KombuError

from letters.writing import fonts
from workflow.enums import DispatchStatus
from workflow.models import Clock, Dispatch, Obligation, SweepRun

# Two periods of the schedule: a sweep older than this has been missed.
SWEEP_EXPECTED = dt.timedelta(minutes=20)


def healthz(_request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


def readyz(_request: HttpRequest) -> JsonResponse:
    """Whether work can be done: database, migrations, broker, scheduler, fonts. 503 where a needed one fails."""
    parts = {name: check() for name, check in CHECKS.items()}
    ready = all(part["ok"] for part in parts.values() if part.get("needed", True))
    return JsonResponse(
        {"ready": ready, **parts}, status=200 if ready else 503, json_dumps_params={"ensure_ascii": False}
    )


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in the text format of Prometheus. Open on a local machine, elsewhere by METRICS_TOKEN."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    allowed = settings.METRICS_TOKEN and hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    if not (allowed or settings.LOCAL):
        raise Http404
    lines = [f"# TYPE dafu_{name} gauge\ndafu_{name} {value()}" for name, value in GAUGES.items()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error as error:  # an InterfaceError is no DatabaseError
        return {"ok": False, "says": type(error).__name__}
    return {
        "ok": not pending,
        "kind": connection.vendor,
        "says": f"有{len(pending)}个迁移尚未执行" if pending else "正常",
    }


def _broker() -> dict[str, Any]:
    kind = settings.CELERY_BROKER_URL.partition(":")[0]
    words = {"filesystem": "文件夹（未启用 Redis）", "redis+socket": "本机 Redis", "redis": "Redis", "rediss": "Redis"}
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (KombuError, OSError) as error:
        return {"ok": False, "kind": kind, "says": f"{words.get(kind, kind)}无法连接：{type(error).__name__}"}
    return {"ok": True, "kind": kind, "says": words.get(kind, kind)}


def _scheduler() -> dict[str, Any]:
    try:
        age = sweep_age()
    except Error as error:
        return {"ok": False, "needed": False, "says": type(error).__name__}
    late = age is None or age > SWEEP_EXPECTED
    # A missing sweep does not stop people from working, so it warns and does not take the web out of service.
    says = "尚未运行" if age is None else f"{age.total_seconds() // 60:.0f}分钟前"
    return {"ok": not late, "needed": False, "says": f"提醒巡检{says}"}


def _fonts() -> dict[str, Any]:
    families = {role.value: choice.families[0] for role, choice in fonts.choices().items()}
    replaced = [finding.message for finding in fonts.findings()]
    return {"ok": not replaced, "needed": False, "families": families, "says": "".join(replaced) or "正常"}


def sweep_age() -> dt.timedelta | None:
    last = SweepRun.objects.order_by("-started_at").values_list("started_at", flat=True).first()
    return timezone.now() - last if last else None


CHECKS: dict[str, Callable[[], dict[str, Any]]] = {
    "database": _database, "broker": _broker, "scheduler": _scheduler, "fonts": _fonts,
}  # fmt: skip

GAUGES: dict[str, Callable[[], float]] = {
    "clocks_open": lambda: Clock.objects.open().count(),
    "clocks_overdue": lambda: Clock.objects.overdue(on=timezone.localdate()).count(),
    "obligations_unclaimed": lambda: Obligation.objects.filter(claim=None).count(),
    "dispatches_pending": lambda: Dispatch.objects.filter(status=DispatchStatus.PENDING).count(),
    "dispatches_dead": lambda: Dispatch.objects.filter(status=DispatchStatus.DEAD).count(),
    "sweep_age_seconds": lambda: age.total_seconds() if (age := sweep_age()) else -1,
}
