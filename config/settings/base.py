"""Everything by environment, safe for production when a variable is forgotten."""

import os
from pathlib import Path
from typing import Any

import structlog
from csp.constants import NONE, SELF
from django.templatetags.static import static

from config import env

ROOT = Path(__file__).resolve().parents[2]
DATA_DIR = env.folder("DATA_DIR", ROOT / "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)
FONT_DIR = env.folder("FONT_DIR", DATA_DIR / "fonts")
if FONT_DIR.is_dir():
    os.environ["FONT_DIR"] = str(FONT_DIR)  # the typesetter knows no settings

SECRET_KEY = env.text("SECRET_KEY")
ANY_SECRET_KEY = False  # a weak one stops the start
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
PROXY_COUNT = env.number("PROXY_COUNT", 0)
PUBLIC_ADDRESS = env.text("PUBLIC_ADDRESS", "")  # printed before /f/<token>/ where the office has one
DEBUG = False
LOCAL = False  # sample data and open metrics only where this is set
METRICS_TOKEN = env.text("METRICS_TOKEN", "")
SEAL_URL = env.text("SEAL_URL", "")  # the e-seal that archived letters get; none by default

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",  # templates and widgets; the site itself is workflow.site
    "config.apps.ConfigConfig",
    "desk.apps.DeskConfig",
    "portal.apps.PortalConfig",
    "replies.apps.RepliesConfig",
    "proposals.apps.ProposalsConfig",
    "workflow.apps.WorkflowConfig",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
]
MIDDLEWARE = [
    "config.middleware.request_id",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.content_security_policy",  # inside the one that writes the header, or it comes too late
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": env.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "workflow.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
AXES_VERBOSE = False
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "config.middleware.client_address"
AXES_ENABLE_ADMIN = False
LOGIN_URL = "/admin/login/"
LOGIN_REDIRECT_URL = "/admin/"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [ROOT / "locale"]

# The frame of the desk. Everything it loads comes from our own static files.
UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "答复",
    "SITE_HEADER": "答复",
    "SITE_SUBHEADER": "政协提案答复办理",
    "SITE_URL": "",
    "SITE_ICON": lambda _request: static("seal.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("seal.svg")}],
    "STYLES": [lambda _request: static("desk/desk.css")],
    "THEME": "light",
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "4px",
    "SIDEBAR": {"navigation": "desk.views.sidebar.navigation"},
    "COLORS": {
        "primary": {
            "50": "#fdf4f3",
            "100": "#fbe7e5",
            "200": "#f6cfcb",
            "300": "#eeaca5",
            "400": "#e17c72",
            "500": "#c94f45",
            "600": "#ad2e26",
            "700": "#92241d",
            "800": "#78211b",
            "900": "#64201b",
            "950": "#380d0a",
        },
    },
}

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "media")},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = env.switch("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 31_536_000)
SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT
CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
SESSION_COOKIE_AGE = 12 * 3600
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 200  # an import takes half of it; who picks more is told so by a sentence

locals().update(env.email(DATA_DIR))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "dafu@localhost")
EMAIL_TIMEOUT = 20

locals().update(env.broker(DATA_DIR))
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "workflow.tasks.sweep", "schedule": 600.0, "options": {"expires": 540}},
    "archive": {"task": "replies.tasks.archive_missing", "schedule": 300.0, "options": {"expires": 290}},
    "copies": {"task": "replies.tasks.remind_of_copies", "schedule": 3600.0, "options": {"expires": 3500}},
    "calendars": {"task": "workflow.tasks.keep_calendars", "schedule": 3600.0, "options": {"expires": 3500}},
    "jobs": {"task": "workflow.tasks.run_jobs", "schedule": 60.0, "options": {"expires": 55}},
    "deliver": {"task": "workflow.tasks.deliver", "schedule": 30.0, "options": {"expires": 25}},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["workflow.api.authentication.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["workflow.api.permissions.KnownActor"],
    "DEFAULT_PAGINATION_CLASS": "workflow.api.pagination.Pages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["workflow.api.parsing.WellFormedJSON", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "workflow.api.problems.problem_response",
    "PAGE_SIZE": 50,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Dafu 答复 API",
    "DESCRIPTION": "政协提案答复办理：提案、承办、答复、抄送、单位、届次、工作日历、办理规则、公文版式。",
    "VERSION": "1.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": [],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "ProposalStatusEnum": "proposals.enums.ProposalStatus",
        "AssignmentStatusEnum": "proposals.enums.AssignmentStatus",
        "AssignmentRoleEnum": "proposals.enums.AssignmentRole",
        "RoleEnum": "workflow.enums.APPOINTED",
        "MarkEnum": "replies.enums.Mark",
        "ReplyStatusEnum": "replies.enums.ReplyStatus",
        "ReplyKindEnum": "replies.enums.ReplyKind",
        "ProposerKindEnum": "proposals.enums.ProposerKind",
        "ClockKindEnum": "workflow.enums.ClockKind",
        "DayKindEnum": "workflow.enums.DayKind",
        "ShiftStatusEnum": "workflow.enums.ShiftStatus",
        "NumberStatusEnum": "workflow.enums.NumberStatus",
        "PromiseStatusEnum": "replies.enums.PromiseStatus",
        "CopyStatusEnum": "replies.enums.CopyStatus",
        "TextSourceEnum": "replies.enums.TextSource",
        "RuleSourceEnum": "proposals.api.rules.SOURCES",
        "LayoutSourceEnum": "workflow.api.layouts.SOURCES",
    },
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.processors.format_exc_info,
            ],
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    # The folder transport has no host, and says so on every connection.
    # httpx writes every address that it calls, and that of a robot carries its key.
    "loggers": {
        "kombu.connection": {"level": "ERROR"},
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
