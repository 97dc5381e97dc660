"""Lists out of and into the administration site: formula-safe files, and imports that go through the services."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from import_export import resources
from import_export.admin import ExportMixin, ImportMixin
from import_export.formats.base_formats import CSV, XLSX
from unfold.contrib.import_export.forms import ExportForm, ImportForm

from common import reads
from common.api.errors import from_integrity_error
from common.api.exports import MOST_EXPORTED, safe, too_many_rows
from common.db.acting import door
from common.errors import DomainError, Invalid
from common.plain_text import check_text


class RecordExport(resources.ModelResource):
    """A list as a file: labels instead of keys, and no cell that a spreadsheet would run."""

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> str:
        """Return one cell."""
        return safe(getattr(instance, self.get_field_name(field)))


class ExportsRecords(ExportMixin):
    """A list can be taken out by right: what the user may read of it, 50,000 rows and no more, and it is on record."""

    export_form_class = ExportForm
    formats: ClassVar[list[Any]] = [CSV, XLSX]

    def has_export_permission(self: Any, request: HttpRequest) -> bool:
        """Say whether the user takes the list out."""
        return self.may(request, "export")

    def get_export_resource_classes(self: Any, request: HttpRequest) -> list[Any]:
        """Return the file's shape for this user."""
        fields = self.told_fields(request)
        meta = type("Meta", (), {"model": self.model, "fields": fields, "export_order": fields})
        return [type(f"{self.model.__name__}Export", (RecordExport,), {"Meta": meta})]

    def get_data_for_export(self: Any, request: HttpRequest, queryset: Any, **kwargs: Any) -> Any:
        """Return the file's rows, and note who took them."""
        if queryset[MOST_EXPORTED : MOST_EXPORTED + 1].exists():
            # What the site shows instead of a file.
            raise ValueError(too_many_rows().message)
        told = super().get_data_for_export(request, queryset, **kwargs)
        what = f"admin {self.resource} {request.META.get('QUERY_STRING', '')}".strip()
        reads.note(actor=request.user, what=what, rows=len(told), request_id=door.get().request_id)
        return told


class RecordImport(resources.ModelResource):
    """Rows of a file become records by the model admin's own services: all of them, or none.

    The first look at a file runs it in a transaction that is undone, so that every error shows before anything stays.
    """

    def __init__(self, page: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.page = page

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Hand the row to the service. Raises ValidationError with what the service refuses."""
        fields = [field for field in self.get_import_fields() if field.column_name in row]
        facts = {field.attribute: getattr(instance, field.attribute) for field in fields}
        facts = {name: getattr(value, "pk", value) for name, value in facts.items()}
        for value in facts.values():
            check_text(value)
        try:
            if is_create:
                instance.pk = self.page.create_row(kwargs["user"], facts).pk
            else:
                self.page.update_row(self._meta.model.objects.get(pk=instance.pk), kwargs["user"], facts)
        except (DomainError, IntegrityError) as error:
            raise ValidationError(_sentences(error)) from error


def _sentences(error: DomainError | IntegrityError) -> Any:
    refusal = from_integrity_error(error) if isinstance(error, IntegrityError) else error
    if isinstance(refusal, Invalid):
        return [f"{path}: {message}" if path else message for path, _, message in refusal.fields]
    return refusal.message


class ImportsRecords(ImportMixin):
    """A list can be taken in, by whoever may create and change its rows: looked at first, then all or nothing."""

    import_form_class = ImportForm
    import_resource: ClassVar[type[RecordImport]]
    skip_admin_log = True
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"

    def has_import_permission(self: Any, request: HttpRequest) -> bool:
        """Say whether the user takes the list in."""
        return self.may(request, "create") and self.may(request, "update")

    def get_import_resource_classes(self, request: HttpRequest) -> list[Any]:
        """Return what a file's columns mean."""
        return [self.import_resource]

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        """Let the rows be written by this page's services."""
        return {"page": self}

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """One wrong row refuses them all."""
        return {"use_transactions": True, "rollback_on_validation_errors": True}

    def process_result(self: Any, result: Any, request: HttpRequest) -> HttpResponse:
        """Say what came of it: a file that was right at the first look may be wrong by now."""
        if result.has_errors() or result.has_validation_errors():
            messages.error(request, "Nothing was imported: the data changed since you looked. Load the file again.")
            return redirect(self.address("import"))
        return super().process_result(result, request)
