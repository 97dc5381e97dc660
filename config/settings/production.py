"""Production: every secret from the environment, TLS everywhere, and a refusal to start half-configured."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403 - an environment is base plus differences
from config.settings.base import EMBEDDED, TRUSTED_PROXIES, env

SECRET_KEY = env.secret("FETTLE_SECRET_KEY", minimum=50)
# What was signed with these still counts: sessions, links and the codes of printed passports.
SECRET_KEY_FALLBACKS = env.secrets("FETTLE_SECRET_KEY_FALLBACKS", minimum=50)
if env.flag("FETTLE_DEBUG", default=False):
    raise ImproperlyConfigured("FETTLE_DEBUG is on. Production never runs with it: unset the variable.")
if EMBEDDED is not None:
    raise ImproperlyConfigured("DATABASE_URL is not set. Production needs a database server of its own.")
ALLOWED_HOSTS = env.csv("FETTLE_ALLOWED_HOSTS", [])
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("FETTLE_ALLOWED_HOSTS must name the hosts that are served, without a wildcard.")
if not TRUSTED_PROXIES:
    raise ImproperlyConfigured(
        "FETTLE_TRUSTED_PROXIES is 0. Production stands behind at least one proxy, which ends TLS."
    )

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
# Who visited once asks by TLS alone for a year: for this host, or for all below it too, or by the browsers' own lists.
_hsts = env.choice("FETTLE_HSTS", "host", ("host", "subdomains", "preload"))
SECURE_HSTS_INCLUDE_SUBDOMAINS = _hsts != "host"
SECURE_HSTS_PRELOAD = _hsts == "preload"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.text("FETTLE_EMAIL_HOST", "localhost"),
            "port": env.integer("FETTLE_EMAIL_PORT", 25),
            "username": env.text("FETTLE_EMAIL_USER", ""),
            "password": env.text("FETTLE_EMAIL_PASSWORD", ""),
            "use_tls": env.flag("FETTLE_EMAIL_TLS", default=True),
        },
    }
}
