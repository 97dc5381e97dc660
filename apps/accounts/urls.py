"""Doors of the sign-in library that stay shut: emails and passwords change through our own services alone."""

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import re_path


def shut(request: HttpRequest) -> NoReturn:
    """Answer that there is nothing here."""
    raise Http404


urlpatterns = [re_path(r"^browser/v1/account/(?:email|phone|password/change)$", shut)]
