"""What a browser is told with every kind of page: where it may load from, and who may show it."""

import json

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db

# Styles of our own pages that are written into them, by their hashes.
HASHES = " ".join(json.loads((settings.BASE_DIR / "frontend" / "csp.json").read_text())["style-src"])
SAME = {
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = (
    "default-src 'self'; script-src 'self'{script}; style-src 'self' {style}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-src 'self'; "
    "frame-ancestors 'self'{more}"
)
OWN = POLICY.format(script="", style=HASHES, more="")
# Of libraries: their pages write styles of their own, and the administration site's evaluate expressions.
ADMIN = POLICY.format(script=" 'unsafe-eval' 'unsafe-inline'", style="'unsafe-inline'", more="")
VIEWER = POLICY.format(script="", style="'unsafe-inline'", more="; worker-src 'self' blob:")


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/", OWN),
        ("/login", OWN),
        ("/passport/1.forged", OWN),
        ("/administration", OWN),
        ("/admin/", ADMIN),
        ("/api/docs", VIEWER),
        ("/api/docs/redoc", VIEWER),
        ("/api/v1/me", OWN),
        ("/api/v1/nowhere", OWN),
        ("/_allauth/browser/v1/config", OWN),
    ],
)
def test_every_page_says_what_a_browser_may_do_with_it(as_, path, policy):
    told = as_("manager").call("GET", path).headers
    assert {name: told.get(name) for name in SAME} == SAME
    assert told["Content-Security-Policy"] == policy
    assert "Server" not in told
    assert told["X-Request-ID"]
