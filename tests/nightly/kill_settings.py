"""The product as on a developer's machine, in a hurry: what beat starts every ten minutes, it starts every second."""

from config.settings.local import *  # noqa: F403 - settings are made so
from config.settings.local import CELERY_BEAT_SCHEDULE

CELERY_BEAT_SCHEDULE = {
    name: CELERY_BEAT_SCHEDULE[name] | {"schedule": 1.0, "options": {"expires": 5}} for name in ("sweep", "deliver")
}
DEBUG = False
