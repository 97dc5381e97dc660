"""Production refuses to start half-configured, and what it starts with is closed."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from common.env import of_the_interpreter

KEY, OLD_KEY = (
    "q7Xr2mVb9TzKp4LwYc8NsFh3JdGe6RaUo1Wi5MxZvBtPkDnQ0y",
    "Zp0Qk9Wn8Vb7Mc6Xl5Rt4Yh3Jg2Fd1Sa0oIuEyTrWqAzSxDcFv",
)
WHOLE = {
    "DATABASE_URL": "postgresql://shop:secret@database.example:5432/fettle",
    "FETTLE_SECRET_KEY": KEY,
    "FETTLE_ALLOWED_HOSTS": "fettle.example",
    "FETTLE_TRUSTED_PROXIES": "1",
}
TELL = """
import json
from config.settings import production
print(json.dumps({name: getattr(production, name) for name in dir(production) if name.startswith(
    ("SECURE_", "SESSION_", "CSRF_", "DEBUG", "DEMO", "SECRET_KEY_FALLBACKS", "ALLOWED_HOSTS"))}))
"""


def started(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python with these variables, and none of the machine's own."""
    environment = of_the_interpreter() | {"PATH": os.environ["PATH"]}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings.production", **variables}
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env={name: value for name, value in environment.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("variables", "refusal"),
    [
        ({"FETTLE_SECRET_KEY": ""}, "FETTLE_SECRET_KEY is not set."),
        ({"FETTLE_SECRET_KEY": "short"}, "FETTLE_SECRET_KEY is too short or too regular."),
        ({"FETTLE_SECRET_KEY_FALLBACKS": f"{OLD_KEY},x"}, "FETTLE_SECRET_KEY_FALLBACKS is too short or too regular."),
        ({"FETTLE_DEBUG": "true"}, "FETTLE_DEBUG is on."),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set."),
        ({"FETTLE_ALLOWED_HOSTS": ""}, "FETTLE_ALLOWED_HOSTS must name the hosts that are served"),
        ({"FETTLE_ALLOWED_HOSTS": "fettle.example,*"}, "FETTLE_ALLOWED_HOSTS must name the hosts that are served"),
        ({"FETTLE_TRUSTED_PROXIES": "0"}, "FETTLE_TRUSTED_PROXIES is 0."),
        ({"FETTLE_TRUSTED_PROXIES": ""}, "FETTLE_TRUSTED_PROXIES is 0."),
        ({"FETTLE_HSTS": "all"}, "FETTLE_HSTS is 'all'. Accepted: host, subdomains, preload."),
        ({"FETTLE_TIME_ZONE": "Africa/Akkra"}, "FETTLE_TIME_ZONE is 'Africa/Akkra'. Accepted: a time zone"),
        ({"FETTLE_LOG_LEVEL": "LOUD"}, "FETTLE_LOG_LEVEL is 'LOUD'. Accepted: DEBUG, INFO"),
        ({"FETTLE_METRICS_NETWORKS": "inside"}, "FETTLE_METRICS_NETWORKS is 'inside': "),
    ],
)
def test_it_refuses_to_start_and_says_why(variables, refusal):
    done = started("manage.py", "check", **WHOLE | variables)
    assert done.returncode == 1
    assert done.stderr.startswith(f"fettle: {refusal}")
    assert done.stderr.count("\n") == 1


def test_what_it_starts_with_is_closed():
    done = started("-c", TELL, **WHOLE, FETTLE_SECRET_KEY_FALLBACKS=OLD_KEY)
    found = json.loads(done.stdout)
    expected = {
        "DEBUG": False,
        "DEMO": False,
        "ALLOWED_HOSTS": ["fettle.example"],
        "SECRET_KEY_FALLBACKS": [OLD_KEY],
        "SECURE_SSL_REDIRECT": True,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,
        "SECURE_HSTS_PRELOAD": False,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
    }
    assert {name: found.get(name) for name in expected} == expected


def test_djangos_own_check_of_a_deployment_finds_nothing():
    done = started(
        "manage.py", "check", "--deploy", "--tag=security", "--fail-level=WARNING", **WHOLE, FETTLE_HSTS="preload"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("System check identified no issues")


def test_every_variable_is_explained_and_every_explained_one_is_read():
    explained = set(re.findall(r"^#([A-Z_]+)=", (settings.BASE_DIR / ".env.example").read_text(), re.MULTILINE))
    sources = [*(settings.BASE_DIR / "config").rglob("*.py"), *(settings.BASE_DIR / "common").glob("*.py")]
    code = "\n".join(path.read_text() for path in sources)
    read = set(re.findall(r"\b(?:env\.\w+|environ\.get)\(\s*\"([A-Z_]+)\"", code))
    assert explained - {"DJANGO_SETTINGS_MODULE"} == read
