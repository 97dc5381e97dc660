"""Lists and forms of the administration site: what may be seen by the matrix, and written through services alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from common import access, records
from common.admin.inputs import PlainTexts
from common.admin.transfer import ExportsRecords
from common.api.errors import from_integrity_error
from common.errors import DomainError, Invalid, Stale
from common.history import timeline_of
from common.models import live
from common.plain_text import whole

FACTS_IN_A_ROW = 3
# Shown last.
CLOCKS = ("created_at", "updated_at")


@dataclass(frozen=True)
class Queue:
    """Rows that wait for somebody: a label, the list's parameters that show them, and the condition that counts them.

    The condition follows from the parameters where these are plain look-ups.
    """

    label: str
    query: dict[str, Any]
    condition: models.Q | None = None

    @property
    def rows(self) -> models.Q:
        """The condition."""
        return models.Q(**self.query) if self.condition is None else self.condition

    @property
    def address(self) -> str:
        """The list's parameters, as its address carries them."""
        return urlencode(self.query)


def badge(field: str, colours: Mapping[Any, str]) -> Any:
    """Return a column that shows a status as a coloured label: success, info, warning or danger."""

    @display(description=field.replace("_", " "), label=colours)
    def shown(self: Any, row: Any) -> str:
        return getattr(row, field)

    return shown


def problems_of(error: DomainError | IntegrityError) -> list[tuple[str | None, str]]:
    """Return what a refusal says, with the field where it names one."""
    refusal = from_integrity_error(error) if isinstance(error, IntegrityError) else error
    if isinstance(refusal, Invalid):
        return [(path, message) for path, _, message in refusal.fields]
    return [(refusal.field, refusal.message)]


class RecordForm(PlainTexts, forms.ModelForm):
    """A form that shows what the service answered, beside what was typed."""

    refusal: ClassVar[list[tuple[str | None, str]]] = []

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        for field, message in self.refusal:
            self.add_error(field if field in self.fields else None, message)


class RecordAdmin(ExportsRecords, ModelAdmin):
    """One resource of the matrix: seen, filtered and exported by right; written by its service; never deleted here."""

    resource: ClassVar[str]
    area: ClassVar[str]
    icon: ClassVar[str] = "table_rows"
    # What may be written, at once or later; everything else is shown and no more.
    editable: ClassVar[tuple[str, ...]] = ()
    creatable: ClassVar[tuple[str, ...]] = ()
    # Fields that need a permission to be seen, as in the API's serializers.
    restricted: ClassVar[dict[str, str]] = {}
    # Columns that nobody reads.
    unseen: ClassVar[tuple[str, ...]] = ()
    queues: ClassVar[tuple[Queue, ...]] = ()
    workflow: ClassVar[Any] = None

    form = RecordForm
    change_form_template = "admin/record_form.html"
    actions = None
    ordering = ("-pk",)
    sortable_by: Sequence[str] = ()
    list_per_page = 50
    list_filter_submit = True
    list_fullwidth = True
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    # Nothing counts a large table: a page knows whether there is a next one.
    paginator = InfinitePaginator

    def address(self, page: str, *args: Any) -> str:
        """Return the address of one of the model's pages: changelist, add, change, step …"""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    # Who may what: the matrix says.

    def may(self, request: HttpRequest, action: str) -> bool:
        """Say whether the user holds the resource's action."""
        user: Any = request.user
        return user.has_perm(f"{self.resource}.{action}")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say whether the user reads the resource."""
        return self.may(request, "retrieve")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Say whether the resource is listed for the user."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Say whether the user makes new ones."""
        return bool(self.creatable) and self.may(request, "create")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say whether the user changes this one; an archived or deleted row never changes."""
        return bool(self.editable) and self.may(request, "update") and (obj is None or not self.is_closed(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no: a row is marked deleted by its service, or stays."""
        return False

    def is_closed(self, row: Any) -> bool:
        """Say whether the row's facts are final."""
        return bool(getattr(row, "archived", False) or getattr(row, "deleted_at", None))

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Return the rows within the user's scope that are not deleted."""
        return access.visible(live(super().get_queryset(request)), self.resource, request.user)

    # What is shown.

    def hidden_from(self, request: HttpRequest) -> set[str]:
        """Return the fields that this user may not see."""
        user: Any = request.user
        return {name for name, permission in self.restricted.items() if not user.has_perm(permission)}

    def told_fields(self, request: HttpRequest) -> list[str]:
        """Return the columns that this user may read."""
        hidden = self.hidden_from(request) | {"version", "deleted_at", *self.unseen}
        return [field.name for field in self.opts.concrete_fields if field.name not in hidden]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Say whether a list may be narrowed by this: what may not be read may not be guessed at either."""
        withheld = self.hidden_from(request) | set(self.unseen)
        return lookup.split("__", maxsplit=1)[0] not in withheld and super().lookup_allowed(lookup, value, request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Return what a form shows: what is asked at creation, or everything there is."""
        hidden = self.hidden_from(request)
        if obj is None:
            return [name for name in self.creatable if name not in hidden]
        told = [name for name in self.told_fields(request) if name not in (self.opts.pk.name, *self.editable)]
        told.sort(key=lambda name: name in CLOCKS)
        return told + [name for name in self.editable if name not in hidden]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the facts first, several in a row, and below them what may be written."""
        fields = self.get_fields(request, obj)
        written = self.creatable if obj is None else self.editable
        shown = [name for name in fields if name not in written]
        rows = [tuple(shown[i : i + FACTS_IN_A_ROW]) for i in range(0, len(shown), FACTS_IN_A_ROW)]
        typed = [name for name in fields if name in written]
        return [(None, {"fields": part}) for part in (rows, typed) if part]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Return everything that no form writes: statuses and computed fields among it."""
        written = self.creatable if obj is None else self.editable
        return [name for name in self.get_fields(request, obj) if name not in written]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Return the columns without those that this user may not see."""
        hidden = self.hidden_from(request)
        return [column for column in super().get_list_display(request) if column not in hidden]

    # How it is written.

    def create_row(self, actor: Any, facts: dict[str, Any]) -> Any:
        """Create the row; an app with a service of its own overrides this with a call of it."""
        return records.record_create(self.model, actor=actor, **facts)

    def update_row(self, row: Any, actor: Any, facts: dict[str, Any]) -> Any:
        """Change the row; an app with a service of its own overrides this with a call of it."""
        return records.record_update(row, actor=actor, **facts)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, with what the service refused when this is the second look at it."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"refusal": getattr(request, "refusal", [])})

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show or take the form; what the service refuses is shown in it, and nothing is changed."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (DomainError, IntegrityError) as error:
            request.refusal = problems_of(error)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Hand what was typed to the service, as the signed-in actor."""
        given = form.changed_data if change else form.cleaned_data
        facts = {name: plain(form.cleaned_data[name]) for name in given if name in form.cleaned_data}
        if not change:
            obj.pk = self.create_row(request.user, facts).pk
            obj._state.adding = False
        elif facts:
            row = self.get_queryset(request).get(pk=obj.pk)
            self.expect_seen(request, row)
            self.update_row(row, request.user, facts)
        obj.refresh_from_db()

    def expect_seen(self, request: HttpRequest, row: Any) -> None:
        """Hold the row to the version that the page showed. Raises Stale when the page did not say."""
        if not hasattr(row, "version"):
            return
        seen = whole(request.POST.get("_version", ""))
        if seen is None:
            raise Stale
        row.expected_version = seen

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Do nothing: lines are the document's, and its service writes them."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Write nothing: the audit trail has it already."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Write nothing: the audit trail has it already."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show the row's events from the audit trail, the newest first."""
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        context = self.admin_site.each_context(request) | {
            "title": f"History of {row}",
            "opts": self.opts,
            "original": row,
            "events": timeline_of(row, self.workflow)[::-1],
        }
        return TemplateResponse(request, "admin/timeline.html", context)


def plain(value: Any) -> Any:
    """Return a form's value as services take it: a row as its id."""
    return value.pk if isinstance(value, models.Model) else value


class TrailAdmin(RecordAdmin):
    """Rows that are written once and by the system: ledgers, movements, the audit trail."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Say no."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no."""
        return False


class Lines(TabularInline):
    """The rows under a document, shown and no more."""

    extra = 0
    can_delete = False
    ordering = ("pk",)
    per_page = 50
    show_title = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say yes: whoever sees the document sees its lines."""
        return True
