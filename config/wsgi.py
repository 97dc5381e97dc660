"""The WSGI application: everything a request needs is loaded before the first one comes."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - loads every view, and compiles what compiles at start
# What is loaded now lives as long as the process: the collector need not look at it again.
gc.freeze()
