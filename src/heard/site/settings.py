"""Django's settings. What an operator may choose comes from `environment.py`; the rest is decided here.

The `HEARD_*` names are those of the documentation, taken apart and checked: `HEARD_SMTP_URL` is a `Server`,
`HEARD_FILES_URL` a folder, `HEARD_ALERT_URLS` a tuple of secrets.
"""

import os

from django.conf.locale import LANG_INFO
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from heard.hours import languages
from heard.site import environment, logs, mailer

_env = environment.read(os.environ)

HEARD_DATA = _env.data
HEARD_URL = _env.url
HEARD_SMTP_URL = _env.smtp
HEARD_DOOR_LISTEN = _env.door
HEARD_MAILBOXES = _env.mailboxes
HEARD_WEBHOOKS = _env.webhooks
HEARD_INSIDE_HOSTS = _env.inside_hosts
HEARD_AUTHENTICATION = _env.authentication
HEARD_DKIM = _env.dkim
HEARD_ALERT_URLS = _env.alerts
HEARD_FILES_URL = _env.files
HEARD_MODEL = _env.model
HEARD_IS_LOCAL = _env.is_local

# Who may open a live stream: functions that take the request and say yes or no; one yes is enough.
HEARD_LISTENERS = ["heard.site.live.agent_listens", "heard.portal.link.listens"]

SECRET_KEY = _env.secret_key.reveal()
DEBUG = False
ALLOWED_HOSTS = [_env.host, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [_env.url]
ROOT_URLCONF = "heard.site.urls"
WSGI_APPLICATION = "heard.site.wsgi.application"
APPEND_SLASH = True

INSTALLED_APPS = [
    "heard.site",
    "heard.record",
    "heard.letters",
    "heard.agents",
    "heard.portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "heard.site.middleware.public_address",
    "django.middleware.security.SecurityMiddleware",
    "heard.site.middleware.compressed",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "heard.site.middleware.quiet_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "heard.site.middleware.desk_speaks_to_agents",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "heard.site.middleware.desk_is_for_agents",
    "heard.site.middleware.bare_address",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": _env.database}

# --- Sign-in --------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "record.Agent"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/accounts/login/"

ACCOUNT_ADAPTER = "heard.site.signin.Doorkeeper"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _env.is_https else "http"
ACCOUNT_PRESERVE_USERNAME_CASING = False
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# An admin makes accounts by hand; the address was vouched for, no mail needs to confirm it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Heard"
# Browsers allow passkeys on http only for localhost; the library must not be stricter there.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _env.is_https

# --- Cookies --------------------------------------------------------------------------------------------
# `__Host-` binds a cookie to this host over https; browsers refuse it on plain http.
COOKIE_PREFIX = "__Host-" if _env.is_https else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}heard"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _env.is_https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- What a page may do ---------------------------------------------------------------------------------
CSRF_FAILURE_VIEW = "heard.site.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _env.is_https else 0
SECURE_CSP = {
    "default-src": [CSP.NONE],
    # 'strict-dynamic' also keeps the directive alive on a page that never prints its nonce.
    "script-src": [CSP.NONCE, CSP.STRICT_DYNAMIC],
    "style-src": [CSP.SELF],
    # data: only for the QR code of the authenticator app.
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    # HTML mail is shown in a sandboxed frame served by us, with a policy of its own.
    "frame-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["htmx", "worker"],
}

# Uploads: whole mails go through the doors, not through a form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- Static files ---------------------------------------------------------------------------------------
# `heard up` collects them under hashed names and the server hands them out itself; without a collection
# (tests,
# a checkout) the plain names are served by the application.
STATIC_URL = "/static/"
STATIC_ROOT = HEARD_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "heard.site.staticnames.HashedNames"},
}

# --- Language and time ----------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [(code, _(LANG_INFO[code]["name"])) for code in languages.LANGUAGES]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Mail of the sign-in pages (letters to requesters go their own way, through the outbox) -------------
MAILERS = {"default": mailer.mailer_for(_env.smtp, kept_in=HEARD_DATA / "signin-mail")}
DEFAULT_FROM_EMAIL = f"Heard <no-reply@{_env.host}>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGGING = logs.LOGGING
logs.configure()
