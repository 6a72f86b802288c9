"""One installation: everything read from the environment once, with a default that works on a laptop."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

env = environ.Env()
PACKAGE = Path(__file__).resolve().parents[1]
ROOT = PACKAGE.parent

# ---- this installation

DATA_DIR = Path(env.str("NHIPCAU_DATA", default=str(ROOT / "var"))).resolve()
DEMO = env.bool("NHIPCAU_DEMO", default=False)
DEBUG = env.bool("NHIPCAU_DEBUG", default=False)
WORKING_DAYS = env.str("NHIPCAU_WORKING_DAYS", default="")  # a TOML file with years that are not shipped yet
SITE_URL = env.str("NHIPCAU_URL", default="http://127.0.0.1:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
LOCAL = "//127.0.0.1" in SITE_URL or "//localhost" in SITE_URL
ALLOWED_HOSTS = env.list(
    "NHIPCAU_HOSTS", default=[SITE_URL.partition("//")[2].partition(":")[0], "127.0.0.1", "localhost"]
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "nhipcau.core.middleware.send_again"
FOUR_EYES = env.bool("NHIPCAU_FOUR_EYES", default=False)
SECOND_FACTOR = env.bool(
    "NHIPCAU_SECOND_FACTOR", default=not (DEMO or DEBUG)
)  # for roles that publish, export, administer
READERS = env.int("NHIPCAU_READERS", default=1)  # files read at the same time; each may take 288 MiB
CLIP_MEGABYTES = env.int("NHIPCAU_CLIP_MEGABYTES", default=100)  # the largest clip a story takes
CLIP_SECONDS = env.int("NHIPCAU_CLIP_SECONDS", default=180)  # and the longest


def _kept_secret(name: str, make: Any) -> str:
    """A secret from the environment, else one made once and kept in DATA_DIR/keys, outside database and backup."""
    value = env.str(name, default="")
    if value:
        return value
    file = DATA_DIR / "keys" / name.lower()
    if file.exists():
        return file.read_text().strip()
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        value = make()
        beside = file.with_suffix(f".{secrets.token_hex(4)}")
        beside.touch(mode=0o600)
        beside.write_text(value)
        try:
            file.hardlink_to(beside)  # the first process to come here decides
        except FileExistsError:
            value = file.read_text().strip()
        beside.unlink()
    except OSError as fault:
        raise ImproperlyConfigured(
            f"The keys of this installation cannot be kept in {file.parent}: {fault.strerror}. "
            "Make room there, or name another folder with NHIPCAU_DATA."
        ) from fault
    return value


SECRET_KEY = _kept_secret("NHIPCAU_SECRET_KEY", lambda: secrets.token_urlsafe(60))
TOKEN_KEY = _kept_secret("NHIPCAU_TOKEN_KEY", lambda: Fernet.generate_key().decode())

# ---- what it is made of

INSTALLED_APPS = [
    "nhipcau.desk",
    "nhipcau.portal",
    "nhipcau.demo",
    "nhipcau.reorganisation",
    "nhipcau.campaigns",
    "nhipcau.publishing",
    "nhipcau.register",
    "nhipcau.stories",
    "nhipcau.sheets",
    "nhipcau.notifications",
    "nhipcau.media",
    "nhipcau.accounts",
    "nhipcau.organisations",
    "nhipcau.audit",
    "nhipcau.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "treebeard",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "nhipcau.core.middleware.SmallFilesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nhipcau.core.middleware.PlainQueryMiddleware",
    "nhipcau.core.middleware.OneByOneMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nhipcau.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "nhipcau.accounts.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "nhipcau.core.middleware.SecurityHeadersMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "nhipcau.core.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "nhipcau.config.urls"
WSGI_APPLICATION = "nhipcau.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nhipcau.desk.menu.menu",
            ],
        },
    }
]

# ---- where things are kept

DATABASES: dict[str, Any] = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/nhipcau.sqlite3")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-65536; PRAGMA mmap_size=1073741824;"
        ),
    }
else:
    DATABASES["default"].update(
        HOST=unquote(DATABASES["default"].get("HOST", "")), CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True
    )

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},  # Django's 300 would let a flood of tries wash the limits away
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MEDIA_ROOT = str(DATA_DIR / "media")
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 300  # the desk takes in a whole mailbox at once

STATIC_URL = "static/"
STATIC_ROOT = None  # served from the packages themselves
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# ---- language and time

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [str(PACKAGE / "locale")]
FORMAT_MODULE_PATH = ["nhipcau.core.formats"]
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# ---- signing in

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "nhipcau.accounts.backends.PhoneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "nhipcau.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "nhipcau.accounts.forms.LoginForm",
    "request_login_code": "nhipcau.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "nhipcau.accounts.forms.ConfirmLoginCodeForm",
    "reauthenticate": "nhipcau.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "nhipcau.accounts.adapter.MfaAdapter"
MFA_FORMS = {
    "authenticate": "nhipcau.accounts.forms.SecondFactorForm",
    "reauthenticate": "nhipcau.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "nhipcau.accounts.forms.ActivateAppForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * env.int(
    "NHIPCAU_AGAIN_AFTER", default=15
)  # minutes; before publishing
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Nhip Cau"
USERSESSIONS_TRACK_ACTIVITY = False
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
AXES_USERNAME_CALLABLE = "nhipcau.accounts.adapter.tried_contact"
AXES_CLIENT_IP_CALLABLE = "nhipcau.accounts.adapter.client_ip"

SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "language"
SECURE_SSL_REDIRECT = HTTPS and env.bool("NHIPCAU_REDIRECT_TO_HTTPS", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# ---- mail

MAIL_DIR = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("NHIPCAU_MAIL_FROM", default="Nhịp Cầu <nhipcau@example.org>")
vars().update(env.email("EMAIL_URL", default="consolemail://"))
if not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "nhipcau.notifications.backends.FileBackend"
EMAIL_TIMEOUT = 20

# ---- Facebook; without an app, posts go out by hand

FACEBOOK_BASE_URL = env.str("FACEBOOK_BASE_URL", default="")
FACEBOOK_HOSTS = {
    "graph": env.str("FACEBOOK_GRAPH_URL", default=""),
    "graph_video": env.str("FACEBOOK_GRAPH_VIDEO_URL", default=""),
    "rupload": env.str("FACEBOOK_RUPLOAD_URL", default=""),
    "www": env.str("FACEBOOK_WWW_URL", default=""),
}
FACEBOOK_APP_ID = env.str("FACEBOOK_APP_ID", default="")
FACEBOOK_API_VERSION = env.str("FACEBOOK_API_VERSION", default="v25.0")
FACEBOOK_APP_SECRET = env.str("FACEBOOK_APP_SECRET", default="")

# ---- what the worker does by the clock: dotted task, seconds between two runs

TICK = [
    ("nhipcau.publishing.jobs.probe_open_attempts", 5),
    ("nhipcau.publishing.jobs.publish_due_posts", 5),
    ("nhipcau.publishing.jobs.check_pages", 3600),
    ("nhipcau.publishing.jobs.look_at_public_posts", 3600),
    ("nhipcau.publishing.jobs.fetch_figures", 3600),
    ("nhipcau.campaigns.jobs.send_due_reminders", 60),
    ("nhipcau.notifications.jobs.send_due_messages", 10),
    ("nhipcau.campaigns.jobs.fulfil_attested", 60),
    ("nhipcau.campaigns.jobs.open_due_periods", 600),
    ("nhipcau.campaigns.jobs.compare_counters", 300),
    ("nhipcau.campaigns.jobs.read_waiting_files", 2),
    ("nhipcau.sheets.jobs.forget_old_proposals", 3600),
    ("nhipcau.sheets.jobs.forget_kept_long_enough", 3600),
    ("nhipcau.media.jobs.forget_old_uploads", 3600),
    ("nhipcau.stories.jobs.take_in_arrived", 30),
    ("nhipcau.stories.jobs.forget_old_marks", 3600),
]
TICK_FACTOR = env.float("NHIPCAU_TICK_FACTOR", default=1.0)  # tests make the worker's seconds shorter
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# ---- logs

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redacting": {"()": "nhipcau.core.redacting.RedactingFilter"}},
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["redacting"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "httpx": {"level": "WARNING"},
        "axes": {"level": "ERROR"},
    },
}

# On this machine alone there is no TLS to ask for; anywhere else its absence is a warning of `check --deploy`.
SILENCED_SYSTEM_CHECKS = (
    [] if HTTPS or not LOCAL else ["security.W004", "security.W008", "security.W012", "security.W016"]
)
