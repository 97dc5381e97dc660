"""A management command waits longer for a statement than a request does."""

import os
import subprocess
import sys

from django.conf import settings

ASK = "from django.db import connection as c; k = c.cursor(); k.execute('SHOW statement_timeout'); print(*k.fetchone())"


def test_a_commands_statements_may_take_half_an_hour_and_a_requests_a_quarter_of_a_minute(db):
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--verbosity=0", f"--command={ASK}"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "30min\n"
    assert "statement_timeout=15s" in settings.DATABASES["default"]["OPTIONS"]["options"]
