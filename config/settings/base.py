"""Settings that hold everywhere. An environment module imports these and says what differs."""

import json
from datetime import timedelta
from pathlib import Path

import dj_database_url
from django.utils.csp import CSP

from common import env
from common.embedded import Server

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.text("FETTLE_DATA_DIR", str(BASE_DIR / ".data"))).resolve()
VERSION = "0.1.0"

DEBUG = False
SECRET_KEY = env.text("FETTLE_SECRET_KEY", "")
ALLOWED_HOSTS = env.csv("FETTLE_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
TRUSTED_PROXIES = env.integer("FETTLE_TRUSTED_PROXIES", 0)
METRICS_NETWORKS = env.networks("FETTLE_METRICS_NETWORKS", ["127.0.0.0/8", "::1/128"])

# The business. Times are stored in UTC; business dates (invoice date, claim date …) are dates in BUSINESS_TIME_ZONE.
TIME_ZONE = "UTC"
USE_TZ = True
BUSINESS_TIME_ZONE = env.zone("FETTLE_TIME_ZONE", "Africa/Accra")
LANGUAGE_CODE = "en"
USE_I18N = True
LANGUAGES = [("en", "English"), ("da", "Dansk")]
LOCALE_PATHS = [BASE_DIR / "locale"]
DEMO = False

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "corsheaders",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
    "knox",
    "pgtrigger",
    "procrastinate.contrib.django",
    "import_export",
    "common",
    "apps.accounts",
    "apps.audit",
    "apps.customers",
    "apps.inventory",
    "apps.orders",
    "apps.ledger",
    "apps.invoices",
    "apps.sales_notes",
    "apps.payments",
    "apps.warranty",
    "apps.attachments",
    "apps.reports",
]

MIDDLEWARE = [
    "common.health.Watched",
    "common.middleware.RequestContext",
    "common.middleware.WholeBody",
    "common.middleware.Language",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "common.middleware.ContentPolicies",
    "corsheaders.middleware.CorsMiddleware",
    "common.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "common.middleware.Users",
    "common.middleware.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
# A URL answers with and without its trailing slash; nothing is redirected, so no POST body is ever lost.
APPEND_SLASH = False

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "common" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# The database: DATABASE_URL, or the private server in the data folder.
EMBEDDED: Server | None = None
if url := env.text("DATABASE_URL", ""):
    DATABASES = {"default": dj_database_url.parse(url)}
else:
    EMBEDDED = Server(DATA_DIR / "pg")
    DATABASES = {"default": EMBEDDED.settings()}
# One connection per serving thread, kept: measured faster than a pool (docs/decisions/connections.md).
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["OPTIONS"] = {
    # A prepared statement is planned once, without knowing its values, and helpers are called for large reports alone:
    # starting them takes longer than any list. Memoize sets its table up for every row of a list, where a page reads
    # fifty (docs/decisions/reads.md).
    "options": "-c timezone=UTC -c lock_timeout=3s -c statement_timeout=15s -c idle_in_transaction_session_timeout=60s"
    " -c plan_cache_mode=force_generic_plan -c parallel_setup_cost=5000 -c enable_memoize=off",
    "prepare_threshold": 3,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "common_cache"}}

# People and sessions.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["apps.accounts.backends.RoleBackend"]
PASSWORD_HASHERS = [
    f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("Argon2", "BCryptSHA256", "BCrypt", "PBKDF2")
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "apps.accounts.sessions"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "common.web.not_from_here"
LOGIN_URL = "/login"

HEADLESS_ONLY = True
HEADLESS_CLIENTS = ["browser"]
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": "/login/verify-email/{key}",
    "account_reset_password": "/password-reset",
    "account_reset_password_from_key": "/password-reset/{key}",
    "account_signup": "/login",
}
ACCOUNT_ADAPTER = "apps.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/15m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Fettle"
# A code also counts in the half minute after its own: people type slowly, and their clocks are not ours.
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True

KNOX_TOKEN_MODEL = "accounts.ApiToken"
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_PREFIX": "ft_", "TOKEN_TTL": None}

# The API.
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "common.api.schema.AutoSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "DEFAULT_RENDERER_CLASSES": ["common.api.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "common.api.renderers.Negotiation",
    "DEFAULT_PARSER_CLASSES": ["common.api.parsers.StrictJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "apps.accounts.api.authentication.TokenAuthentication",
        "apps.accounts.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["common.api.permissions.MatrixPermission"],
    "DEFAULT_VERSIONING_CLASS": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "COERCE_DECIMAL_TO_STRING": True,
    "URL_FORMAT_OVERRIDE": None,
}
REFUSALS = ["400", "401", "403", "404", "405", "406", "409", "412", "413", "415", "422", "428", "429", "503"]
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "common.api.errors.Handler",
    "EXCEPTION_FORMATTER_CLASS": "common.api.errors.Formatter",
    "NESTED_FIELD_SEPARATOR": ".",
    "ENABLE_IN_DEBUG_FOR_UNHANDLED_EXCEPTIONS": True,
    "ALLOWED_ERROR_STATUS_CODES": REFUSALS,
    "ERROR_SCHEMAS": dict.fromkeys(REFUSALS, "common.api.schema.ErrorResponse"),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Fettle",
    "DESCRIPTION": "The operations hub of a business that sells, installs, services, repairs and takes back devices.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["common.api.permissions.SignedIn"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "PATH_CONVERTER_OVERRIDES": {"id": {"type": "integer", "format": "int64", "minimum": 1, "maximum": 2**63 - 1}},
    "SERVERS": [{"url": "/", "description": "This installation"}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_standardized_errors.openapi_hooks.postprocess_schema_enums",
        "common.api.schema.share_refusals",
        "common.api.schema.name_tags",
    ],
    "ENUM_NAME_OVERRIDES": {
        "RoleEnum": "apps.accounts.roles.ROLES",
        "AssetStatusEnum": "apps.inventory.workflow.Status",
        "InvoiceStatusEnum": "apps.invoices.workflow.Status",
        "StockCountStatusEnum": "apps.inventory.counts_workflow.CountStatus",
        "CustomerTypeEnum": "apps.customers.models.Customer.Type",
        "InvoiceCustomerTypeEnum": "apps.invoices.models.Invoice.CustomerType",
        "OrderStatusEnum": "apps.orders.workflow.Status",
        "AccountPaymentStatusEnum": "apps.payments.account_workflow.PaymentStatus",
        "AccountItemTypeEnum": "apps.payments.models.account.ItemType",
        "TillStatusEnum": "apps.payments.till_workflow.SessionStatus",
        "PaymentMethodEnum": "apps.payments.methods.Method",
        "NoteStatusEnum": "apps.sales_notes.workflow.Status",
        "WarrantyTierEnum": "apps.invoices.models.WarrantyTier",
        "WarrantyStatusEnum": "apps.warranty.workflow.Status",
        "InvoiceLineKindEnum": "apps.invoices.models.InvoiceLine.Kind",
        "PaymentKindEnum": "apps.payments.models.Payment.Kind",
        "BulkMovementKindEnum": "apps.inventory.models.BulkMovement.Kind",
    },
}
CORS_ALLOWED_ORIGINS = env.csv("FETTLE_CORS_ORIGINS", [])
CORS_ALLOW_CREDENTIALS = bool(CORS_ALLOWED_ORIGINS)
CORS_EXPOSE_HEADERS = ["ETag", "Idempotent-Replayed", "X-Request-ID", "Retry-After"]
if not CORS_ALLOWED_ORIGINS:
    MIDDLEWARE.remove("corsheaders.middleware.CorsMiddleware")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A file that is added is looked at before any of it touches the disk.
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

# What a browser may load: our own files and nothing else (common/middleware.py says for which pages it is relaxed).
_style_hashes = BASE_DIR / "frontend" / "csp.json"
_known_styles = json.loads(_style_hashes.read_text())["style-src"] if _style_hashes.exists() else []
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF, *_known_styles],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

# Files.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
SPA_DIR = BASE_DIR / "frontend" / "dist"
if SPA_DIR.exists():
    STATICFILES_DIRS.append(("spa", SPA_DIR))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# What people keep with documents: never served from here, but by the API, which asks who may.
MEDIA_ROOT = env.folder("FETTLE_MEDIA_DIR", DATA_DIR / "files")


def immutable_file(path: str, url: str) -> bool:
    """Say which static files carry their own hash in the name and may be kept for ever."""
    return url.startswith("/static/spa/assets/")


WHITENOISE_IMMUTABLE_FILE_TEST = immutable_file

# Background work and mail.
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
DEFAULT_FROM_EMAIL = env.text("FETTLE_FROM_EMAIL", "Fettle <fettle@localhost>")

# Logs: one JSON object a line, with the request id (config/logging.py).
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING_CONFIG = "config.logging.configure"
LOGGING = {"level": env.choice("FETTLE_LOG_LEVEL", "INFO", LOG_LEVELS), "json": True}

# Usernames are unique without regard to case, by a constraint of their own; our pages show our own PDFs in a frame.
SILENCED_SYSTEM_CHECKS = ["auth.W004", "security.W019"]
UNFOLD = {
    "SITE_TITLE": "Fettle administration",
    "SITE_HEADER": "Fettle",
    "SITE_SUBHEADER": "Administration",
    "SITE_URL": "/",
    "SITE_SYMBOL": "build_circle",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SIDEBAR": {"show_search": True, "navigation": "common.admin.site.navigation"},
    "DASHBOARD_CALLBACK": "common.admin.site.dashboard",
}
