"""One machine, one person: plain HTTP on 127.0.0.1, static files as they lie, sample data allowed."""

from config.settings.base import *  # noqa: F403 - settings are one namespace
from config.settings.base import STORAGES

LOCAL = True
ANY_SECRET_KEY = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
