"""Pages that anybody may open."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from apps.inventory.printing import by_public_code, passport_context
from common.dates import business_zone
from common.errors import NotFound


def public_passport(request: HttpRequest, code: str) -> HttpResponse:
    """Show a device's passport to whoever holds its code: no costs, no people."""
    try:
        asset = by_public_code(code)
    except NotFound as error:
        raise Http404 from error
    with timezone.override(business_zone()):
        return render(request, "inventory/public_passport.html", passport_context(asset))
