"""Views of lists that people saved: one's own, and those that are shared with everybody."""

import re
from typing import Any
from urllib.parse import parse_qsl

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework import serializers

from apps.accounts import services
from apps.accounts.api.v1.filters import SavedViewFilter
from apps.accounts.models import SavedView
from common import access
from common.api.fields import Number, Reference, Text
from common.api.filters import SHARED
from common.api.reading import Reader
from common.api.views import Creates, Deletes, Edits, Resources
from common.errors import Invalid

# What a list's address may have besides that is no part of a view: which page, and as what file.
PAGING = SHARED - {"search", "ordering"}
COLUMNS = re.compile(r"\w+(,\w+)*", re.ASCII)


class SavedViewSerializer(serializers.ModelSerializer):
    user = Reference()

    class Meta:
        model = SavedView
        fields = [
            "id", "list", "name", "query", "user", "shared", "is_default", "position", "created_at", "updated_at",
        ]  # fmt: skip


class SavedViewChanges(serializers.Serializer):
    name = Text(max_length=60)
    query = Text(
        max_length=2000,
        allow_blank=True,
        help_text="As in the list's address: filters, `search`, `ordering` and, for the screen alone, `columns`.",
    )
    shared = serializers.BooleanField(required=False)
    is_default = serializers.BooleanField(required=False)
    position = Number(required=False, min_value=0, max_value=32_767)


class SavedViewInput(SavedViewChanges):
    list = Text(max_length=50, help_text="The resource listed: `assets`.")


class SavedViewViewSet(Creates, Edits, Deletes, Resources):
    """Views of lists: filters, order and columns under a name."""

    resource = "saved-views"
    serializer_class = SavedViewSerializer
    create_input = SavedViewInput
    update_input = SavedViewChanges
    filterset_class = SavedViewFilter
    orderings = {name: name for name in ("list", "name", "position")}
    ordering = "position"

    def create_row(self, actor: Any, facts: dict[str, Any]) -> SavedView:
        """Save a view for oneself."""
        check_query(facts["list"], facts["query"], actor)
        return services.saved_view_create(actor=actor, **facts)

    def update_row(self, row: SavedView, actor: Any, facts: dict[str, Any]) -> None:
        """Change a view."""
        if "query" in facts:
            check_query(row.list, facts["query"], actor)
        services.saved_view_update(view=row, actor=actor, **facts)

    def delete_row(self, row: SavedView, actor: Any) -> None:
        """Delete a view: nothing remains of it but what the audit trail tells."""
        services.saved_view_delete(view=row, actor=actor)


def check_query(list_: str, query: str, user: Any) -> None:
    """Raise Invalid for a list that there is not for the user, or naming what the list would refuse of the query."""
    reader = Reader.every.get(list_)
    if reader is None or not access.may(user.roles, f"{list_}.list"):
        raise Invalid(_("There is no such list."), code="unknown_list", field="list")
    params = QueryDict(mutable=True)
    for name, value in parse_qsl(query, keep_blank_values=True):
        params.appendlist(name, value)
    problems: dict[str, tuple[str, str]] = {}
    if not all(COLUMNS.fullmatch(names) for names in params.pop("columns", [])):
        problems["columns"] = ("invalid", _("Name columns, with commas between them."))
    problems |= dict.fromkeys(PAGING.intersection(params), ("unknown_filter", _("This is no part of a view.")))
    try:
        reader.asked(user, params)
    except Invalid as refusal:
        problems |= {path: (code, message) for path, code, message in refusal.fields}
    if problems:
        raise Invalid(fields={f"query.{path}": problem for path, problem in problems.items()})
