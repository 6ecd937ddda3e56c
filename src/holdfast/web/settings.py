"""Django's settings, read from the environment once. Every variable is described in docs/settings.md.

On one's own computer nothing needs to be set. A helpline sets ``HOLDFAST_PLACE=hosted`` and the operator.
"""

from __future__ import annotations

import os
from pathlib import Path

from holdfast.home import data_folder, is_hosted, secret

HERE = Path(__file__).parent


def listed(name: str) -> list[str]:
    """The values of a variable that lists several, with commas between."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


HOME = data_folder()
HOSTED = is_hosted()
#: ``exchange``: the feed for partners and the operator's pages, nothing else. Empty: the pages for people.
FACE = os.environ.get("HOLDFAST_FACE", "")
#: Requests a second that each partner of the exchange may make.
EXCHANGE_RATE = float(os.environ.get("HOLDFAST_EXCHANGE_RATE") or 40)
#: Whether the pages offer the exchange that runs on the same database (docs/exchange.md).
EXCHANGE = HOSTED and os.environ.get("HOLDFAST_EXCHANGE", "").strip().lower() == "on"
HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
HOME.chmod(
    0o700
)  # refused where the folder is somebody else's, who could have put a secret of their own into it

SECRET_KEY = secret()
DEBUG = False

# Who runs it: shown on every hosted page, because cloned sites that take money exist.
OPERATOR = os.environ.get("HOLDFAST_OPERATOR", "")
OPERATOR_REGISTRATION = os.environ.get("HOLDFAST_OPERATOR_REGISTRATION", "")
OPERATOR_COUNTRY = os.environ.get("HOLDFAST_OPERATOR_COUNTRY", "")

#: PostgreSQL address of a hosted Holdfast; empty means the embedded SQLite files in the data folder.
DATABASE_ADDRESS = os.environ.get("HOLDFAST_DATABASE", "")


def _database() -> dict[str, object]:
    if not DATABASE_ADDRESS:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "web.db",
            "OPTIONS": {
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON;",
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
            },
        }
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(DATABASE_ADDRESS)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "CONN_MAX_AGE": 60,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ALLOWED_HOSTS = listed("HOLDFAST_HOSTS") if HOSTED else ["127.0.0.1", "localhost"]
#: Whose ``X-Forwarded-For`` is believed: addresses and networks of the proxies before this program.
PROXIES = listed("HOLDFAST_PROXIES") or ["127.0.0.0/8", "::1"]
ROOT_URLCONF = "holdfast.web.urls"
INSTALLED_APPS = ["holdfast.web.case.apps.CaseConfig"]
MIDDLEWARE = [
    "holdfast.web.base.headers.SecurityHeaders",
    "holdfast.web.base.door.KnownHost",
    "holdfast.web.case.phone.PhoneDoor",
    "holdfast.web.base.door.OwnDoor",
    "holdfast.web.base.leave.Left",
    "holdfast.web.base.errors.WordsForErrors",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
if FACE == "exchange":
    # Partners and operators have keys of their own; the person's own browser is not asked for here.
    ROOT_URLCONF = "holdfast.web.exchange.urls"
    MIDDLEWARE = [name for name in MIDDLEWARE if not name.endswith((".PhoneDoor", ".OwnDoor", ".Left"))]
CSRF_FAILURE_VIEW = "holdfast.web.base.errors.form_too_old"


class _Undefined(str):
    """An undefined variable in a template is an error in tests, and nothing at all for a person."""

    def __mod__(self, missing: object) -> str:
        if os.environ.get("HOLDFAST_STRICT_TEMPLATES"):
            raise LookupError(f"undefined in a template: {missing}")
        return ""


TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            HERE / room / "templates"
            for room in ("base", "guide", "case", "check", "camera", "exchange", "learn", "site", "takedown")
        ],
        "OPTIONS": {
            "string_if_invalid": _Undefined("%s"),
            "context_processors": [
                "holdfast.web.base.context.every_page",
                "holdfast.web.case.damage.for_pages",
                "holdfast.web.guide.context.for_pages",
            ],
            "builtins": ["django.templatetags.i18n", "holdfast.web.base.tags"],
        },
    }
]

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
#: Goes when the browser closes, and when somebody leaves.
LANGUAGE_COOKIE_NAME = "__Host-g" if HOSTED else "g"
# One catalogue for both doors: the command line reads it too (holdfast/cli/words.py).
LOCALE_PATHS = [HERE.parent / "content" / "locale"]

# Nothing a person sends is ever written to the disk in clear: uploads go through holdfast.web.case.upload,
# and Django's own handler keeps the little that forms carry in memory.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

#: A browser takes a ``__Host-`` cookie from this very host only, never from a neighbour under the same domain.
CSRF_COOKIE_NAME = "__Host-k" if HOSTED else "k"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_SECURE = HOSTED
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HOSTED else None
SECURE_HSTS_SECONDS = 31_536_000 if HOSTED else 0
USE_X_FORWARDED_HOST = False
APPEND_SLASH = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "holdfast.web.base.logs.WithoutWords"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "holdfast": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
