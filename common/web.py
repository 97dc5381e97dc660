"""The single-page app's one document, and error pages in the shape of whoever asked."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie

from common.api.renderers import dumps
from common.db.acting import door


@cache
def _index() -> bytes | None:
    page = settings.SPA_DIR / "index.html"
    return page.read_bytes() if page.exists() else None


@never_cache
@ensure_csrf_cookie
def app(request: HttpRequest) -> HttpResponse:
    """Return the app; its own router reads the address."""
    page = _index()
    if page is None:
        raise Http404(_("The user interface is not built: run ./entrypoint.sh demo."))
    return HttpResponse(page)


def error(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    """Return an error in the API's one shape to programs, and as a plain page elsewhere."""
    if request.path_info.startswith(("/api/", "/_allauth/")):
        kind = {400: "validation_error", 500: "server_error"}.get(status, "client_error")
        body: dict[str, Any] = {
            "type": kind,
            "errors": [{"code": code, "detail": detail, "attr": None}],
            "meta": {},
            "request_id": door.get().request_id,
        }
        return HttpResponse(dumps(body), status=status, content_type="application/json")
    return HttpResponse(f"{status} {detail}", status=status, content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django itself refuses: a wrong host, a broken form."""
    return error(request, 400, "bad_request", _("The request is not valid."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request without the right."""
    return error(request, 403, "permission_denied", _("You may not do this."))


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a write that does not prove that it comes from our own pages."""
    return error(request, 403, "permission_denied", _("Load the page again: this request did not come from it."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that does not exist."""
    return error(request, 404, "not_found", _("There is nothing at this address."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a defect: the request id finds it in the log."""
    detail = _("Something broke on our side. Give this request id to whoever looks after Fettle.")
    return error(request, 500, "error", detail)
