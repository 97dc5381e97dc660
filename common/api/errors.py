"""Every error leaves in one shape: `{"type", "errors": [{"code", "detail", "attr"}], "meta", "request_id"}`.

Domain errors, violated constraints, lock time-outs and an absent database become the same coded answers as the
framework's own errors. A constraint that fires is the last guard of a rule whose service checks it first, so both say
the same.
"""

import json
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import DatabaseError, DataError, IntegrityError, OperationalError
from django.db.models import ForeignKey, ProtectedError
from django.db.utils import InterfaceError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import ErrorResponse
from rest_framework import exceptions
from rest_framework.serializers import as_serializer_error

from common import errors as domain
from common.db.acting import door
from common.db.triggers import REFUSED

STATUS: tuple[tuple[type[domain.DomainError], int], ...] = (
    (domain.Invalid, 400),
    (domain.TooLarge, 413),
    (domain.Forbidden, 403),
    (domain.NotFound, 404),
    (domain.Conflict, 409),
    (domain.Stale, 412),
    (domain.KeyReused, 422),
    (domain.Failed, 503),
)
# Seconds after which a client may try again what was answered with 503.
RETRY_AFTER = 2
# What a trigger refuses with, by the end of the constraint's name that it gives: the service's own error and code.
TRIGGERED: dict[str, tuple[type[domain.DomainError], str]] = {
    "_transitions": (domain.ActionNotAllowed, domain.ActionNotAllowed.code),
    "_frozen": (domain.ActionNotAllowed, domain.ActionNotAllowed.code),
    "_within_order": (domain.Conflict, "order_exceeded"),
}
LOCK_NOT_AVAILABLE, RAISED = "55P03", "P0001"


class Refused(exceptions.APIException):
    """A domain error on its way to the client; `detail` is a list of (attr, code, sentence)."""

    def __init__(self, error: domain.DomainError) -> None:
        super().__init__(error.message, error.code)
        self.status_code = next((status for kind, status in STATUS if isinstance(error, kind)), 409)
        if isinstance(error, domain.Failed):
            self.wait = RETRY_AFTER
        self.meta = error.meta
        self.fields = error.fields if isinstance(error, domain.Invalid) else [(error.field, error.code, error.message)]


class PreconditionRequired(exceptions.APIException):
    """A write that must say which version it saw."""

    status_code = 428
    default_code = "if_match_required"
    default_detail = gettext_lazy("Send If-Match with the ETag of the version that you read.")


@cache
def _constraints() -> dict[str, Any]:
    return {c.name: c for model in apps.get_models() for c in model._meta.constraints}


@cache
def _unique_columns() -> dict[str, str]:
    """Name the field behind a column's own unique or foreign key constraint, which Django names itself."""
    return {
        f"{model._meta.db_table}.{field.column}": field.name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.unique or isinstance(field, ForeignKey)
    }


def _column_of(diag: Any) -> str | None:
    detail = diag.message_detail or ""
    column = detail.partition("(")[2].partition(")")[0].strip('"')
    return _unique_columns().get(f"{diag.table_name}.{column}")


def _refusal(diag: Any) -> domain.DomainError:
    """Return the domain error that a trigger refused with (common.db.triggers.refuse)."""
    told = json.loads(diag.message_detail)
    sentence = _(diag.message_primary) % {name: _(value) for name, value in told["facts"].items()}
    return getattr(domain, told["error"])(sentence, code=told["code"], field=told["field"])


def from_integrity_error(error: IntegrityError) -> domain.DomainError:
    """Return the domain error that a violated constraint stands for."""
    diag: Any = getattr(error.__cause__, "diag", None)
    name = getattr(diag, "constraint_name", None) or ""
    sqlstate = getattr(error.__cause__, "sqlstate", "") or ""
    if declared := _constraints().get(name):
        code = declared.violation_error_code or name
        message = str(declared.get_violation_error_message())
        if sqlstate == "23505" and not declared.violation_error_code:
            return domain.Invalid(message, code="unique", field=(getattr(declared, "fields", None) or [None])[0])
        return domain.Conflict(message, code=code)
    if name == REFUSED:
        return _refusal(diag)
    for end, (kind, code) in TRIGGERED.items():
        if name.endswith(end):
            return kind(_(diag.message_primary), code=code)
    field = _column_of(diag) if diag else None
    if sqlstate == "23505":
        return domain.Invalid(_("This value is already taken."), code="unique", field=field)
    if sqlstate == "23503":
        return domain.Invalid(_("This does not exist."), code="does_not_exist", field=field)
    return domain.Conflict(_("The database refused this: it breaks a rule."), code="constraint", constraint=name)


def as_refusal(error: Exception) -> domain.DomainError | None:
    """Return the domain error that a service or the database refused with, or None for a defect of ours."""
    if isinstance(error, domain.DomainError):
        return error
    if isinstance(error, ProtectedError):
        return domain.Conflict(_("It is in use, so it cannot be deleted."), code="protected")
    if isinstance(error, IntegrityError):
        return from_integrity_error(error)
    if isinstance(error, DatabaseError) and getattr(error.__cause__, "sqlstate", "") == RAISED:
        return domain.Conflict(_("This is written once and never changes."), code="append_only")
    if isinstance(error, DataError):
        return domain.Invalid(_("A value is out of range."), code="out_of_range")
    if isinstance(error, (OperationalError, InterfaceError)):
        # The database is away, or a row stayed locked for too long.
        return domain.Failed(
            _("The system is busy or restarting. Nothing was changed: try again in a few seconds."), code="unavailable"
        )
    return None


class Handler(ExceptionHandler):
    """Turns what services and the database raise into API errors."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        """Return the API error for a known exception, and anything else as it is."""
        if (refusal := as_refusal(exc)) is not None:
            return Refused(refusal)
        if isinstance(exc, DjangoValidationError):
            return exceptions.ValidationError(as_serializer_error(exc))
        return super().convert_known_exceptions(exc)


class Formatter(ExceptionFormatter):
    """The one shape."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        """Return the body of an error answer."""
        exc = self.exc
        meta: dict[str, Any] = {}
        listed = [{"code": e.code, "detail": e.detail, "attr": e.attr} for e in error_response.errors]
        if isinstance(exc, Refused):
            meta = exc.meta
            listed = [{"code": code, "detail": detail, "attr": attr} for attr, code, detail in exc.fields]
        kind = "validation_error" if getattr(exc, "status_code", 500) == 400 else str(error_response.type)
        return {"type": kind, "errors": listed, "meta": meta, "request_id": door.get().request_id}
