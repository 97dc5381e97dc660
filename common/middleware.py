"""What every request carries: its id, the door it came through, and the content policy of the page it gets."""

import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from functools import cache, lru_cache
from http import HTTPStatus
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.csp import CSP, build_policy
from prometheus_client import Histogram

from common.db.acting import Door, door
from common.plain_text import whole

current_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)
ADMIN = "/admin/"
DOORS = (("/api/", "api"), (ADMIN, "admin"), ("/_allauth/", "sign-in"))
# How large a refused body is that is taken in, and how much of it at once. None of it is kept.
MOST_TAKEN_IN = 32 * 1024 * 1024
CHUNK = 64 * 1024
# What follows is a key that opens something: no log has it.
KEYED = (
    "/passport/",
    *(url.partition("{key}")[0] for url in settings.HEADLESS_FRONTEND_URLS.values() if "{key}" in url),
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS = Histogram("fettle_request_seconds", "How long requests took.", ["view", "method", "status"])
log = structlog.get_logger()


class RequestContext:
    """Gives the request an id, tells the audit trail its door, and lets a URL answer with a trailing slash too.

    One line of the log and one figure say what became of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        path = request.path_info
        if path.startswith("/api/v1/") and path.endswith("/"):
            request.path_info = path.rstrip("/")
        request_id = secrets.token_hex(16)
        name = next((name for start, name in DOORS if path.startswith(start)), "web")
        tokens = current_request.set(request), door.set(Door(name, request_id))
        start = time.perf_counter()
        try:
            response = self.get_response(request)
            self._tell(request, response, time.perf_counter() - start)
        finally:
            current_request.reset(tokens[0])
            door.reset(tokens[1])
        response.headers["X-Request-ID"] = request_id
        return response

    @staticmethod
    def _tell(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        view = request.resolver_match.view_name if request.resolver_match else None
        method = request.method if request.method in METHODS else "other"
        _series(view or "none", method, response.status_code).observe(seconds)
        log.info(
            "request",
            method=request.method,
            path=_without_key(request.path),
            status=response.status_code,
            ms=round(seconds * 1000, 1),
        )


@cache
def _series(view: str, method: str, status: int) -> Histogram:
    """Return the series of such requests: there are as many as addresses, methods and statuses of ours."""
    return SECONDS.labels(view, method, status)


def _without_key(path: str) -> str:
    return next((f"{start}…" for start in KEYED if path.startswith(start)), path)


class WholeBody:
    """Takes in the rest of a body before it is refused: a client still sending sees a cut connection, not why."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        response = self.get_response(request)
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            self._take_in(request)
        return response

    @staticmethod
    def _take_in(request: HttpRequest) -> None:
        length = whole(request.META.get("CONTENT_LENGTH") or "")
        if length is not None and length <= MOST_TAKEN_IN:
            with suppress(OSError):  # the client has gone
                while request.read(CHUNK):
                    pass


class Language:
    """Answers the API and the sign-in in the language that the reader prefers, of those we have."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        if not request.path_info.startswith(("/api/", "/_allauth/")):
            return self.get_response(request)
        language = _preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
        translation.activate(language)
        try:
            response = self.get_response(request)
        finally:
            translation.deactivate()
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language",))
        return response


@lru_cache(maxsize=256)
def _preferred(accepted: str) -> str:
    """Return the language for what a browser says that its reader accepts: every browser says one of a few texts."""
    asked = HttpRequest()
    asked.META["HTTP_ACCEPT_LANGUAGE"] = accepted
    return translation.get_language_from_request(asked)


# Pages of libraries that need more than our own strict policy, and how little more: the admin theme evaluates the
# expressions in its own pages, the API viewers write styles. Nothing else is ever relaxed.
RELAXED: dict[str, dict[str, Any]] = {
    ADMIN: {
        "script-src": [CSP.SELF, CSP.UNSAFE_EVAL, CSP.UNSAFE_INLINE],
        "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    },
    "/api/docs": {"style-src": [CSP.SELF, CSP.UNSAFE_INLINE], "worker-src": [CSP.SELF, "blob:"]},
}


@cache
def _policy(page: str) -> str:
    return build_policy(settings.SECURE_CSP | RELAXED.get(page, {}))


class ContentPolicies:
    """Gives every answer the content policy, those pages their own. The texts never change, so each is written once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        response = self.get_response(request)
        page = next((start for start in RELAXED if request.path_info.startswith(start)), "")
        # A file that somebody added brings a stricter one of its own.
        response.headers.setdefault("Content-Security-Policy", _policy(page))
        return response


class _NotForApi:
    """What the API has no use for, and does not pay for: it finds user and session in one statement of its own."""

    # Where the API acts on the browser's session itself.
    BUT = "/api/v1/me"

    def __call__(self: Any, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        if request.path_info.startswith("/api/") and not request.path_info.startswith(self.BUT):
            return self.get_response(request)
        return super().__call__(request)  # type: ignore[misc]


class Sessions(_NotForApi, SessionMiddleware):
    """Keeps the session of who browses."""


class Users(_NotForApi, AuthenticationMiddleware):
    """Knows who browses."""


class Messages(_NotForApi, MessageMiddleware):
    """Keeps messages for the pages that show them."""
