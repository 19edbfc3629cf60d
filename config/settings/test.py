"""The suite: fast passwords, no HTTPS, a data folder of its own, and either database."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "the-suite-signs-with-this-and-nothing-else-does")
# One folder for the whole run: workers of the suite inherit it, and who made it takes it away again.
if "DAFU_TEST_DATA_DIR" not in os.environ:
    os.environ["DAFU_TEST_DATA_DIR"] = tempfile.mkdtemp(prefix="dafu-test-")
    atexit.register(shutil.rmtree, os.environ["DAFU_TEST_DATA_DIR"], ignore_errors=True)
os.environ["DATA_DIR"] = os.environ["DAFU_TEST_DATA_DIR"]

from config.settings.base import *  # noqa: F403 - the variables above come first
from config.settings.base import DATABASES, STATIC_ROOT, STORAGES

ANY_SECRET_KEY = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
AXES_ENABLED = False
STATIC_ROOT.mkdir(exist_ok=True)  # nothing is collected for a test, and its absence would be a warning
# Threads of the live server give their connection back with each answer, else the database cannot be dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and processes of the race tests need real connections.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["DATA_DIR"]) / "test.sqlite3")}
