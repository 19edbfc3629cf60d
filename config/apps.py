from django.apps import AppConfig
from django.conf import settings

from config import env


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "系统"

    def ready(self) -> None:
        # Here and not in a system check: neither gunicorn nor celery runs those.
        if not settings.ANY_SECRET_KEY:
            env.refuse_weak("SECRET_KEY", settings.SECRET_KEY)
