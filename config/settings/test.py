"""The tests: a throw-away PostgreSQL of their own, cheap password hashes, no compressed static files."""

from config.settings.base import *  # noqa: F403 - an environment is base plus differences
from config.settings.base import DATA_DIR, DATABASES, EMBEDDED, MIDDLEWARE, Server

MEDIA_ROOT = DATA_DIR / "files-test"
SECRET_KEY = "a-key-for-tests-alone-that-is-long-enough-to-be-accepted"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
if EMBEDDED is not None:
    EMBEDDED = Server(DATA_DIR / "pg-test", durable=False)
    DATABASES["default"].update(EMBEDDED.settings())
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["TEST"] = {"NAME": "test_fettle"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
LOGGING = {"level": "CRITICAL", "json": False}
DEMO = True
# Only the tests' connection may empty an append-only table (common.db.triggers).
DATABASES["default"]["OPTIONS"] = DATABASES["default"]["OPTIONS"] | {
    "options": DATABASES["default"]["OPTIONS"]["options"] + " -c fettle.allow_truncate=on"
}
