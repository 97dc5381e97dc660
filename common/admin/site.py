"""The site itself: who comes in, the way around, and the page with what waits."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from common.admin.records import RecordAdmin

# The areas of the business in the order of the day, as headings of the navigation.
AREAS = ("Sell", "Customers", "Stock", "Money", "After-sales", "People", "Trail")
COUNTED = 1000


def may_enter(request: HttpRequest) -> bool:
    """Say whether the user may work here: staff, active, and with a password of their own choice."""
    user: Any = request.user
    return user.is_active and user.is_staff and not user.must_change_password


def sign_in(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """Let the signed-in staff on, and refuse everybody else who is signed in."""
    if not may_enter(request):
        raise PermissionDenied
    return redirect("admin:index")


def own_password(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """Lead to the one page where people change their own password, and back from there."""
    return redirect(f"/password?next={reverse('admin:index')}")


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the site's pages that the user may see, by area."""
    groups: list[dict[str, Any]] = [{"items": [_item("Dashboard", "space_dashboard", reverse("admin:index"))]}]
    for area in AREAS:
        pages = [page for page in _pages(request) if page.area == area]
        items = [_item(_title(page), page.icon, page.address("changelist")) for page in pages]
        if items:
            groups.append({"title": area, "collapsible": True, "separator": True, "items": items})
    return groups


def _item(title: str, icon: str, link: str) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": link}


def _title(page: RecordAdmin) -> str:
    name = str(page.opts.verbose_name_plural)
    return name[0].upper() + name[1:]


def _pages(request: HttpRequest) -> list[RecordAdmin]:
    pages = [page for page in admin.site._registry.values() if isinstance(page, RecordAdmin)]
    return [page for page in pages if page.has_view_permission(request)]


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Return the context with the open queues by area: how many rows wait, counted no further than 1,000."""
    areas = []
    for area in AREAS:
        queues = [
            _waiting(request, page, queue) for page in _pages(request) if page.area == area for queue in page.queues
        ]
        if queues:
            areas.append({"title": area, "queues": queues})
    return context | {"areas": areas}


def _waiting(request: HttpRequest, page: RecordAdmin, queue: Any) -> dict[str, Any]:
    rows = page.get_queryset(request).order_by().filter(queue.rows)
    number = rows[: COUNTED + 1].count()
    return {
        "label": queue.label,
        "icon": page.icon,
        "count": f"{COUNTED}+" if number > COUNTED else str(number),
        "waits": number > 0,
        "link": f"{page.address('changelist')}?{queue.address}",
    }


# What the libraries register for themselves would be a second door beside the services.
for model in list(admin.site._registry):
    if not isinstance(admin.site._registry[model], RecordAdmin):
        admin.site.unregister(model)
admin.site.index_title = "What waits"
admin.site.has_permission = may_enter  # type: ignore[method-assign]
admin.site.login = secure_admin_login(sign_in)  # type: ignore[method-assign]
admin.site.password_change = own_password  # type: ignore[method-assign, assignment]
