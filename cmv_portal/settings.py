"""All settings, by environment variables.

With no environment the portal runs as a demo on this machine: debug on, loopback only, SQLite and a
secret key of its own in var/. PORTAL_ENV=production is safe by default and refuses to start half set up.
"""

import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

# What the portal writes (database, issued files, key) is for its own user alone.
os.umask(0o077)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

PORTAL_ENV = os.environ.get("PORTAL_ENV", "demo")
if PORTAL_ENV not in ("demo", "production"):
    raise ImproperlyConfigured(f"PORTAL_ENV ska vara demo eller production, inte {PORTAL_ENV!r}.")
PRODUCTION = PORTAL_ENV == "production"
DEMO = not PRODUCTION


def _required_in_production(name: str) -> str:
    value = os.environ.get(name, "")
    if PRODUCTION and not value:
        raise ImproperlyConfigured(f"{name} saknas. Portalen startar inte i drift utan den.")
    return value


def _demo_secret_key() -> str:
    """A key that stays between restarts of the demo, in a file that git ignores."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        VAR_DIR.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def _years(name: str, *, default: int, least: int) -> int:
    """How many years something is kept; never fewer than `least`."""
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} ska vara ett helt antal år, minst {least}.")
    return int(value)


DEBUG = DEMO
SECRET_KEY = _required_in_production("SECRET_KEY") or _demo_secret_key()
ALLOWED_HOSTS = [host for host in _required_in_production("ALLOWED_HOSTS").split(",") if host] or [
    "127.0.0.1",
    "localhost",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if PRODUCTION else []

# Database
DATABASES = {
    "default": dj_database_url.parse(
        _required_in_production("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"
    )
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # What is erased is written over in the file as well.
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA foreign_keys=ON;PRAGMA secure_delete=ON;",
        # A write transaction takes its lock at once, so that two runs wait for each other.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
    }
else:
    DATABASES["default"]["OPTIONS"] = {"pool": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Files: issued documents. Served through views that ask who may see them, never by a web server.
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", VAR_DIR / "media"))
# An uploaded list concerns people: it is never put in a temporary file.
FILE_UPLOAD_HANDLERS = ["followup.uploads.InMemoryOnly"]
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

INSTALLED_APPS = [
    "cmv_portal.apps.PortalConfig",
    "agreements",
    "costs",
    "followup",
    "simple_history",
    "allauth",
    "allauth.account",
    "csp",
    "cmv_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # In the demo Django serves the static files itself.
    *(["whitenoise.middleware.WhiteNoiseMiddleware"] if PRODUCTION else []),
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "cmv_portal.middleware.idle_session",
    "cmv_portal.middleware.no_store",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cmv_portal.middleware.own_not_found",
]

ROOT_URLCONF = "cmv_portal.urls"
WSGI_APPLICATION = "cmv_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cmv_portal.context.portal",
            ],
            "builtins": ["cmv_portal.templatetags.swedish"],
        },
    }
]

# Static files
STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", VAR_DIR / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}

# Sign-in: local accounts, made by the administrator
AUTH_USER_MODEL = "cmv_portal.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "cmv_portal.accounts.ClosedSignUp"
ACCOUNT_FORMS = {"reset_password": "cmv_portal.accounts.ForgottenPassword"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_AGE = SESSION_IDLE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = False

# Rate limits are counted in one place for all workers.
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
        if PRODUCTION
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# Swedish, without thousand separators in form fields and years
LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True

# Headers
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT", "0"))
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
# Behind a proxy that ends TLS: name the header it sets, e.g. X-Forwarded-Proto.
if os.environ.get("PROXY_SSL_HEADER"):
    _header = os.environ["PROXY_SSL_HEADER"].upper().replace("-", "_")
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{_header}", "https")

# In production mail goes by SMTP; a password link must never end in a log.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if PRODUCTION else 'console'}.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "portalen@localhost")
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# Whose certificates are trusted when a signed PDF is checked: a PEM file or a folder of them. Empty: none.
SIGNATURE_TRUST_ROOTS = os.environ.get("SIGNATURE_TRUST_ROOTS", "")
# What looks through an uploaded file before it is kept: the dotted name of a callable(bytes) that raises
# agreements.uploads.Infected. Empty: no scanner.
UPLOAD_SCANNER = os.environ.get("UPLOAD_SCANNER", "")

# How long raw figures and the read log are kept (manage.py gallra). The report shows three years of
# figures, and the database itself keeps the log for two.
RAW_FIGURES_YEARS = _years("RAW_FIGURES_YEARS", default=5, least=3)
READ_LOG_YEARS = _years("READ_LOG_YEARS", default=2, least=2)
# What a page of raw figures holds is left out of error pages and mails, in the demo too.
DEFAULT_EXCEPTION_REPORTER_FILTER = "cmv_portal.errors.AlwaysHidden"

# What the principal fills in; what is empty is shown as missing on the pages at the foot.
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "")
CONTACT_PHONE = os.environ.get("CONTACT_PHONE", "")
DATA_PROTECTION_CONTACT = os.environ.get("DATA_PROTECTION_CONTACT", "")
ACCESSIBILITY_ASSESSED_ON = os.environ.get("ACCESSIBILITY_ASSESSED_ON", "")
# The authority is to become a part of PTS at the turn of the year 2026–2027.
ACCESSIBILITY_SUPERVISOR = (
    os.environ.get("ACCESSIBILITY_SUPERVISOR", "Digg, Myndigheten för digital förvaltning"),
    os.environ.get("ACCESSIBILITY_SUPERVISOR_URL", "https://www.digg.se/tdosanmalan"),
)
