"""The Celery application: worker and beat find tasks and the schedule through it."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
app = Celery("dafu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def sweep_at_once(**_kwargs: Any) -> None:
    """After downtime the first reminders need not wait for the next beat."""
    app.send_task("workflow.tasks.sweep")
