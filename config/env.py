"""Typed readers of environment variables; a missing one names itself and stops the start."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
SHORTEST_SECRET = 32


def text(name: str, default: str | None = None) -> str:
    value: str = env.str(name, default or "")
    if value or default is not None:
        return value
    raise ImproperlyConfigured(f"Set the environment variable {name}; .env.example says what it is for.")


def refuse_weak(name: str, value: str) -> None:
    """Stop the start where a secret is short, or where it is the comment of a copied line."""
    if len(value) < SHORTEST_SECRET or "#" in value or any(sign.isspace() for sign in value):
        raise ImproperlyConfigured(
            f"{name} must be a random text of {SHORTEST_SECRET} characters or more, without blanks and #."
        )


TRUE, FALSE = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0"})


def switch(name: str, *, default: bool) -> bool:
    """A typo must stop the start, not open the door: only words that mean yes or no are taken."""
    value = env.str(name, "").strip().lower()
    if value and value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value in TRUE if value else default


def number(name: str, default: int) -> int:
    value = env.str(name, "").strip()
    if value and not value.lstrip("-").isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value) if value else default


def words(name: str) -> list[str]:
    return [word for word in env.list(name, default=[]) if word]


def folder(name: str, default: Path) -> Path:
    return Path(env.str(name, "") or default).expanduser().resolve()


def database(data_dir: Path) -> dict[str, Any]:
    """DATABASE_URL, or SQLite under the data folder. Write locks are taken at BEGIN: see docs/adr/0003."""
    config: dict[str, Any] = env.db_url_config(env.str("DATABASE_URL", "") or f"sqlite:///{data_dir / 'dafu.sqlite3'}")
    if config["ENGINE"].endswith("sqlite3"):
        pragmas = {
            "journal_mode": "WAL",
            "synchronous": "NORMAL",
            "foreign_keys": "ON",
            "cache_size": "-16384",
            "temp_store": "MEMORY",
            "journal_size_limit": "67108864",
        }
        commands = "".join(f"PRAGMA {name}={value};" for name, value in pragmas.items())
        config["OPTIONS"] = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": commands}
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    return config


def email(data_dir: Path) -> dict[str, Any]:
    """EMAIL_URL, or files under the data folder so that an empty machine shows what would be sent."""
    if env.str("EMAIL_URL", ""):
        return dict(env.email_url("EMAIL_URL"))
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(data_dir / "mail"),
    }


def broker(data_dir: Path) -> dict[str, Any]:
    """REDIS_URL, or a message folder: kombu's filesystem transport needs no server at all."""
    url = env.str("REDIS_URL", "")
    if url:
        if url.startswith("unix://"):
            url = url.replace("unix://", "redis+socket://", 1)
        return {"CELERY_BROKER_URL": url, "CELERY_BROKER_TRANSPORT_OPTIONS": {"visibility_timeout": 3600}}
    folders = {name: data_dir / "broker" / name for name in ("messages", "control")}
    for path in folders.values():
        path.mkdir(parents=True, exist_ok=True)
    options = {
        "data_folder_in": str(folders["messages"]),
        "data_folder_out": str(folders["messages"]),
        "control_folder": str(folders["control"]),
        "store_processed": False,
    }
    return {"CELERY_BROKER_URL": "filesystem://", "CELERY_BROKER_TRANSPORT_OPTIONS": options}
