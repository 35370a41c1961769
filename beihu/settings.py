"""One settings file, read from the environment, safe for production unless told otherwise.

`manage.py up` writes what it chose (secret key, ports) to `<data>/env`; an operator's `.env` or real
environment variables win over it. `.env.example` lists every name.
"""

from pathlib import Path
from urllib.parse import urlsplit

import bootstrap_wrapper
import environ
from csp.constants import NONE, SELF
from django.contrib.messages import ERROR, SUCCESS, WARNING
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
DATA_DIR = Path(env("BEIHU_DATA", default=str(BASE_DIR / ".beihu"))).absolute()
env.read_env(env("BEIHU_ENV_FILE", default=str(BASE_DIR / ".env")))
if not env.bool("BEIHU_UP", default=False):
    env.read_env(DATA_DIR / "env")

# -- what runs where --------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="")  # empty is refused by Django in one sentence, as it should be
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=True)
BASE_URL = env("BASE_URL", default="https://localhost")  # what QR codes and messages point to
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)  # how many X-Forwarded-For hops are ours
METRICS_TOKEN = env("METRICS_TOKEN", default="")  # empty: /metrics answers 404
HELPLINE = env("HELPLINE", default="12345")  # the number shown on each page, and on the 503 page
SITE_NAME = env("SITE_NAME", default="")  # empty: "Neighbourhood portal" in the reader's language
DEMO = env.bool("DEMO", default=False)  # the sign-in page lists the demo accounts
# The street office's own number, shown beside the helpline; the demo's is nobody's.
OFFICE_PHONE = env("OFFICE_PHONE", default="027-00000001" if DEMO else "")
DEMO_SIGN_INS = "beihu.office.demo.SIGN_INS"
DEV_OUTBOX = env("DEV_OUTBOX", default="")  # file of the development gateway; set by `manage.py up` only

INSTALLED_APPS = [
    "beihu.apps.BeihuConfig",
    "buildings.apps.BuildingsConfig",
    "tripartite.apps.TripartiteConfig",
    "forums.apps.ForumsConfig",
    "beihu.office.apps.OfficeConfig",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    "django_prometheus",
    "beihu.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "csp.middleware.CSPMiddleware",  # above all that may answer by itself: redirects, static files, errors
    "beihu.middleware.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "beihu.middleware.WordsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "beihu.embedded.probes.ProbesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "beihu.accounts.middleware.SessionMiddleware",
    "beihu.accounts.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "beihu.urls"
WSGI_APPLICATION = "beihu.wsgi.application"
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
                "csp.context_processors.nonce",
                "beihu.context.page",
            ],
            "builtins": [
                "beihu.templatetags.beihu",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# -- stores -----------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default="postgresql://127.0.0.1:5432/beihu")}
DATABASES["default"] |= {
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": env.bool("PGBOUNCER", default=False),
    "OPTIONS": {"connect_timeout": 2, "options": "-c timezone=UTC -c lock_timeout=10s"},
}
REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(DATA_DIR / "media")))  # never served by path
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static", ("bootstrap", bootstrap_wrapper.get_bootstrap_dir())]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# -- people -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "beihu.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "buildings.posts.backend.PostBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    }
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
STAFF_TOTP_REQUIRED = env.bool("STAFF_TOTP_REQUIRED", default=False)
PHONE_REGIONS = env.list(
    "PHONE_REGIONS", default=["CN", "HK", "MO", "TW"]
)  # codes go nowhere else; first: no prefix
CODES_PER_PHONE = env.int("CODES_PER_PHONE", default=10)  # within 24 hours
CODES_PER_ADDRESS = env.int("CODES_PER_ADDRESS", default=10)
OTP_ADMIN_HIDE_SENSITIVE_DATA = True
OTP_TOTP_ISSUER = SITE_NAME or urlsplit(BASE_URL).hostname
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]  # per account: an attacker with many addresses gains nothing
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # locking by account alone is the stricter choice
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # else whoever keeps guessing keeps the owner out
AXES_CLIENT_IP_CALLABLE = "beihu.accounts.addresses.client_address"
AXES_LOCKOUT_CALLABLE = "beihu.accounts.staff.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
RETENTION_DAYS = env.int(
    "RETENTION_DAYS", default=730
)  # after closing an issue forgets its people; 30 at least
MOVED_OUT_DAYS = env.int(
    "MOVED_OUT_DAYS", default=730
)  # after moving out somebody's name and phone go from the roster; 30 at least
ROSTER_VERIFIES = env.bool(
    "ROSTER_VERIFIES", default=False
)  # confirm who joins a household without staff, where name and phone stand on its roster
ROSTER_FILE_DAYS = env.int(
    "ROSTER_FILE_DAYS", default=30
)  # after its last step the file of a roster is deleted
MEDIATION_DAYS = env.int(
    "MEDIATION_DAYS", default=365
)  # after closing a mediation its mediators no longer read it, and its names and notes go
PARKING_LOG_DAYS = env.int("PARKING_LOG_DAYS", default=90)  # after that the gate forgets an outside vehicle
OPEN_DATA_A_MINUTE = env.int("OPEN_DATA_A_MINUTE", default=60)  # requests from one address
OPEN_DATA_LICENCE = env("OPEN_DATA_LICENCE", default="CC BY 4.0")
INDICATOR_SETS = env("INDICATOR_SETS", default="")  # a TOML file with indicator sets of one's own
SESSION_COOKIE_AGE = 14 * 24 * 3600

# -- language, time ---------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "beihu" / "locale"]
USE_I18N = True
TIME_ZONE = env("TIME_ZONE", default="Asia/Shanghai")
USE_TZ = True
FORMAT_MODULE_PATH = "beihu.formats"
MESSAGE_TAGS = {SUCCESS: "good", WARNING: "warn", ERROR: "bad"}  # the tones of our chips and notices

# -- browsers ---------------------------------------------------------------------------------------------
PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{PREFIX}session"
CSRF_COOKIE_NAME = f"{PREFIX}csrf"
LANGUAGE_COOKIE_NAME = f"{PREFIX}language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

TALK_MATTER_DAYS = env.int(
    "TALK_MATTER_DAYS", default=7
)  # until an open matter of an evening talk is overdue

# what a volunteer takes on in one week before the leader of the team is told
VOLUNTEER_WEEK_HOURS = env.int("VOLUNTEER_WEEK_HOURS", default=10)
VOLUNTEER_WEEK_ACTIVITIES = env.int("VOLUNTEER_WEEK_ACTIVITIES", default=4)

# -- messages to people -----------------------------------------------------------------------------------
SMS_GATEWAY_URL = env("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_SECRET = env("SMS_GATEWAY_SECRET", default="")
SMS_GATEWAY_TIMEOUT = env.float("SMS_GATEWAY_TIMEOUT", default=4)  # seconds for connecting and for the answer
# work groups' robots may live here and nowhere else
ROBOT_HOSTS = env.list("ROBOT_HOSTS", default=["qyapi.weixin.qq.com", "oapi.dingtalk.com", "open.feishu.cn"])
OUTBOX_LEASE = env.int("OUTBOX_LEASE", default=20)  # seconds; longer than a sending and an asking together
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="noreply@localhost")

# -- Celery: the row is the queue, so tasks are small, may run twice and are never scheduled ahead ------------
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "open": {  # counters and copies of open data; without it they are made anew
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "beihu",
        "OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3},
    },
}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
    "socket_keepalive": True,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False  # the minute sweep finds what a broken broker missed
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
CELERY_DB_REUSE_MAX = 200
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
