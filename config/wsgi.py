"""The WSGI application, complete before its first request."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

application = get_wsgi_application()
_ = get_resolver().url_patterns  # loads every view now, not within the first request of each worker

# What is loaded by now stays for ever: the collector need not look at it again.
gc.collect()
gc.freeze()
