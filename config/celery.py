"""The Celery application: worker and beat find tasks and the schedule through it."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
app = Celery("dafu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
