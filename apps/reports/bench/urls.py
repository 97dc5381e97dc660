"""Fettle's addresses, and the control view's beside them."""

from django.urls import path

from apps.reports.bench.control import ControlViewSet
from config.urls import *  # noqa: F403 - with the handlers of errors
from config.urls import urlpatterns as fettle

urlpatterns = [path("bench/assets", ControlViewSet.as_view({"get": "list"})), *fettle]
