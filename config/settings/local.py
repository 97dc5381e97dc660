"""A developer's machine and the demo: nothing to configure, nothing reachable from outside."""

from config.settings.base import *  # noqa: F403 - an environment is base plus differences
from config.settings.base import LOG_LEVELS, STORAGES, env

DEBUG = env.flag("FETTLE_DEBUG", default=False)
SECRET_KEY = env.text("FETTLE_SECRET_KEY", "local-only-key-that-protects-nothing-but-a-demo-on-this-machine")
DEMO = True
# Compressing every file for a server on the same machine costs more than it saves.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
LOGGING = {"level": env.choice("FETTLE_LOG_LEVEL", "WARNING", LOG_LEVELS), "json": False}
