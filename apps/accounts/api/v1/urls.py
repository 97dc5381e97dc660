from django.urls import path

from apps.accounts.api.v1 import views
from apps.accounts.api.v1.me import MeViewSet
from apps.accounts.api.v1.saved_views import SavedViewViewSet
from common.api.routers import routes

urlpatterns = [
    path("me", MeViewSet.as_view({"get": "retrieve", "patch": "partial_update"}), name="me"),
    path("me/password", MeViewSet.as_view({"post": "password"}), name="me-password"),
    path("me/sessions", MeViewSet.as_view({"get": "sessions"}), name="me-sessions"),
    path("me/sessions/<slug:session>", MeViewSet.as_view({"delete": "end_session"}), name="me-session"),
    path("roles", views.RoleViewSet.as_view({"get": "list"}), name="roles"),
    path("roles/matrix", views.RoleViewSet.as_view({"get": "matrix"}), name="roles-matrix"),
    path(
        "settings",
        views.SettingsViewSet.as_view({"get": "retrieve", "patch": "partial_update"}),
        {"pk": 1},
        name="settings",
    ),
    *routes(views.UserViewSet, views.TokenViewSet, SavedViewViewSet),
]
