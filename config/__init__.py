"""The roof: settings, URLs and processes; it mounts the floors and nobody imports it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
