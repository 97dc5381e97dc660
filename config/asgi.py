"""The ASGI application, for servers that speak nothing else. The measured way to serve Fettle is config.wsgi."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

application = get_asgi_application()
