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
from workflow import watchdog
from workflow.models import Clock


def healthz(_request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


def readyz(_request: HttpRequest) -> JsonResponse:
    """Can work be done: database, migrations, broker, scheduler, outbox, fonts. 503 where one fails that is needed."""
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
    values = _gauges()
    lines = [f"# TYPE dafu_{name} gauge\ndafu_{name} {value}" for name, value in values.items()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")


def _gauges() -> dict[str, float]:
    """Without a database the one figure that says so: a monitor must be told, and not find the door shut."""
    at = timezone.now()
    try:
        seen = watchdog.watch(at)
        clocks = {
            "clocks_open": Clock.objects.open().count(),
            "clocks_overdue": Clock.objects.overdue(on=timezone.localdate(at)).count(),
        }
    except Error:
        return {"database_up": 0}
    return clocks | {
        "database_up": 1,
        "reminders_backlog": seen.backlog,
        "dispatches_unsent": seen.unsent,
        "dispatches_oldest_unsent_seconds": _seconds(seen.oldest_unsent, at, never=0),
        "dispatches_dead": seen.dead,
        "sweep_age_seconds": _seconds(seen.last_sweep, at, never=-1),
        "sweep_silent": int(seen.silent),
    }


def _seconds(since: dt.datetime | None, at: dt.datetime, *, never: float) -> float:
    return max((at - since).total_seconds(), 0) if since else never


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
    at = timezone.now()
    try:
        seen = watchdog.watch(at)
    except Error as error:
        return {"ok": False, "needed": False, "says": type(error).__name__}
    # A missing sweep does not stop people from working, so it warns and does not take the web out of service.
    age = f"{_seconds(seen.last_sweep, at, never=0) // 60:.0f}分钟前" if seen.last_sweep else "尚未运行"
    return {"ok": not seen.silent, "needed": False, "backlog": seen.backlog, "says": f"提醒巡检{age}"}


def _outbox() -> dict[str, Any]:
    at = timezone.now()
    try:
        seen = watchdog.watch(at)
    except Error as error:
        return {"ok": False, "needed": False, "says": type(error).__name__}
    minutes = int(_seconds(seen.oldest_unsent, at, never=0) // 60)
    says = f"待发{seen.unsent}条" + (f"，最早的在{minutes}分钟前" if seen.unsent else "") + f"，发送失败{seen.dead}条"
    return {"ok": not seen.dead, "needed": False, "oldest_unsent_minutes": minutes, "says": says}


def _fonts() -> dict[str, Any]:
    families = {role.value: choice.families[0] for role, choice in fonts.choices().items()}
    replaced = [finding.message for finding in fonts.findings()]
    return {"ok": not replaced, "needed": False, "families": families, "says": "".join(replaced) or "正常"}


CHECKS: dict[str, Callable[[], dict[str, Any]]] = {
    "database": _database, "broker": _broker, "scheduler": _scheduler, "outbox": _outbox,
    "fonts": _fonts,
}  # fmt: skip
