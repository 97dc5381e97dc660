"""People, tokens, saved views and settings in the administration site."""

from typing import Any

from django import forms
from django.contrib import admin
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminPasswordWidget

from apps.accounts import services
from apps.accounts.models import ApiToken, BusinessSettings, SavedView, User
from apps.accounts.roles import ROLES
from apps.accounts.workflow import USER
from common.admin import Act, DocumentAdmin, Queue, RecordAdmin, StepForm
from common.admin.records import RecordForm


def password_field(**kwargs: Any) -> forms.CharField:
    """Return a field in which a password is typed unseen."""
    widget = UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"})
    return forms.CharField(max_length=128, strip=False, widget=widget, **kwargs)


class UserForm(RecordForm):
    roles = forms.MultipleChoiceField(
        choices=[(name, name) for name in ROLES],
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="All the roles held; the primary one is always among them.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["roles"].initial = sorted(self.instance.roles)


class NewUserForm(UserForm):
    password = password_field(required=False, help_text="Left empty, the user sets one by the reset link.")


class PasswordForm(StepForm):
    password = password_field(help_text="The user must change it at the next sign-in.")


@admin.register(User)
class UserAdmin(DocumentAdmin):
    resource, workflow, row_name = "users", USER, "user"
    area, icon = "People", "group"
    list_display = ("username", "full_name", "role", "email", "phone", "is_active", "last_login")
    list_filter = (("role", ChoicesDropdownFilter), ("is_active", BooleanRadioFilter))
    search_fields = ("username", "full_name", "email")
    sortable_by = ("username", "full_name", "role")
    ordering = ("username",)
    editable = ("username", "full_name", "email", "phone", "role", "roles")
    creatable = (*editable, "password")
    unseen = ("password", "is_superuser")
    queues = (Queue("Must change their password", {"must_change_password": True}),)
    steps = {
        "set_password": Act(services.user_set_password, PasswordForm),
        "deactivate": Act(services.user_deactivate, danger=True),
        "activate": Act(services.user_activate),
    }

    def roles(self, user: User) -> str:
        """Return the user's roles as text."""
        return ", ".join(sorted(user.roles))

    def get_queryset(self, request: Any) -> Any:
        """Return the people: the user as whom the system acts is none."""
        return super().get_queryset(request).exclude(username="system")

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, with a password for a new user."""
        return super().get_form(request, obj, change, **{"form": UserForm if obj else NewUserForm} | kwargs)

    def create_row(self, actor: Any, facts: dict[str, Any]) -> User:
        """Create the user."""
        return services.user_create(actor=actor, **facts)

    def update_row(self, row: User, actor: Any, facts: dict[str, Any]) -> User:
        """Change the user's facts and roles."""
        return services.user_update(user=row, actor=actor, **facts)


@admin.register(ApiToken)
class ApiTokenAdmin(DocumentAdmin):
    resource, row_name = "tokens", "token"
    area, icon = "People", "key"
    list_display = ("name", "user", "scope", "created", "expiry", "last_used_at")
    list_filter = (("scope", ChoicesDropdownFilter),)
    list_select_related = ("user",)
    search_fields = ("name",)
    unseen = ("digest",)
    steps = {"revoke": Act(services.token_revoke, label="Revoke", action="destroy", danger=True)}


@admin.register(SavedView)
class SavedViewAdmin(RecordAdmin):
    resource = "saved-views"
    area, icon = "People", "bookmark"
    list_display = ("name", "list", "user", "shared", "is_default", "updated_at")
    list_filter = (("shared", BooleanRadioFilter),)
    list_select_related = ("user",)
    search_fields = ("name", "list")


@admin.register(BusinessSettings)
class BusinessSettingsAdmin(RecordAdmin):
    resource = "settings"
    area, icon = "People", "settings"
    list_display = ("name", "currency", "tax_rate", "four_eyes", "updated_at")
    editable = tuple(
        field.name for field in BusinessSettings._meta.concrete_fields if field.editable and not field.primary_key
    )

    def update_row(self, row: BusinessSettings, actor: Any, facts: dict[str, Any]) -> BusinessSettings:
        """Change what the business decided."""
        return services.settings_update(actor=actor, seen_version=getattr(row, "expected_version", None), **facts)
