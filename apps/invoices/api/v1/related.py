"""What belongs to a sale beside itself: upper apps tell their part of it, in the urls of their API.

One request for all of it: the screen of an invoice asks for little however much belongs to it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from apps.invoices.models import Invoice
from apps.invoices.settlement import settlements_of
from common import access
from common.api.fields import Money


class SettlementSerializer(serializers.Serializer):
    """What was taken from an invoice's balance, and given back with a minus; some is by no document of its own."""

    at = serializers.DateTimeField()
    kind = serializers.CharField(source="by.kind")
    resource = serializers.CharField(source="by.resource")
    id = serializers.IntegerField(source="by.id", allow_null=True)
    label = serializers.CharField(source="by.label")
    amount = Money()


@dataclass(frozen=True)
class Part:
    """Rows of one kind that belong to an invoice, in a constant number of statements, for those with a right."""

    permission: str
    rows: Callable[[Invoice], Iterable[Any]]
    serializer: type[serializers.Serializer]


_parts = {"settled_by": Part("invoices.see-settlement", settlements_of, SettlementSerializer)}


def belongs(name: str, part: Part) -> None:
    """State what else belongs to invoices, and under which name it is told."""
    _parts[name] = part


def related_to(invoice: Invoice, roles: frozenset[str]) -> dict[str, Any]:
    """Return each part that one of the roles may see."""
    return {
        name: part.serializer(part.rows(invoice), many=True).data
        for name, part in _parts.items()
        if access.may(roles, part.permission)
    }


class InvoiceRelatedSerializer(serializers.Serializer):
    """What belongs to an invoice; a part that the reader may not see is left out."""

    def get_fields(self) -> dict[str, serializers.Field]:
        """Return the parts that the apps have stated by now."""
        return {name: part.serializer(many=True, required=False) for name, part in _parts.items()}
