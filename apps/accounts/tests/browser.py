"""A browser for tests: cookies, CSRF tokens and allauth's addresses, over the whole stack."""

import time
from typing import Any

import orjson
from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from common.testing.callers import Answer

PASSWORD = "correct horse 7 battery"


def code_of(secret: str) -> str:
    """Return the code that an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))


class Browser:
    """One browser; signed out until it signs in."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)

    def send(self, method: str, path: str, body: Any = None, *, csrf: bool = True, **headers: str) -> Answer:
        """Send a request; a bare path lies under the API."""
        address = path if path.startswith("/") else f"/api/v1/{path}"
        sent = {"Accept": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
        if csrf and "csrftoken" in self.client.cookies:
            sent["X-CSRFToken"] = self.client.cookies["csrftoken"].value
        data = b"" if method == "GET" else orjson.dumps(body or {})
        return Answer(self.client.generic(method, address, data, content_type="application/json", headers=sent))

    def auth(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        """Send a request to the sign-in library."""
        return self.send(method, f"/_allauth/browser/v1/{path}", body, **more)

    def get(self, path: str) -> Answer:
        """Read."""
        return self.send("GET", path)

    def sign_in(self, password: str = PASSWORD, **name: str) -> Answer:
        """Fetch the CSRF cookie and send username or email with the password."""
        self.auth("GET", "config")
        return self.auth("POST", "auth/login", name | {"password": password})

    @property
    def session_key(self) -> str | None:
        """The session's key, from the cookie."""
        cookie = self.client.cookies.get("sessionid")
        return cookie.value if cookie else None
