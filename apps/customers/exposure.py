"""What a customer owes us or may come to owe: the credit exposure (domain §5).

Exposure = open invoices + approved unbilled orders + debit notes − credit notes − deposits. Each app above states its
own part when Django starts; the sum is read here, and here alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from apps.customers.models import Customer
from common.kept import Kept
from common.money import ZERO

OTHER_CURRENCY = Kept(gettext_noop("It is in %(currency)s: the credit limit in %(other)s cannot be compared with it."))

# Returns an amount in the customer's currency: what such documents of theirs come to now.
Part = Callable[[Customer], Decimal]
_parts: dict[str, tuple[int, Part]] = {}
_overdue: list[Part] = []


def owes(name: str, part: Part, *, sign: int = 1) -> None:
    """State a part of the exposure by its name; sign −1 for what is to the customer's credit."""
    _parts[name] = (sign, part)


def overdue_by(part: Part) -> None:
    """State how to read what of it is past its due date."""
    _overdue[:] = [part]


@dataclass(frozen=True)
class Exposure:
    """What a customer owes now, part by part, in their currency; a limit of None means no limit."""

    parts: dict[str, Decimal]
    total: Decimal
    overdue: Decimal
    credit_limit: Decimal | None
    currency: str

    @property
    def available(self) -> Decimal | None:
        """What the customer may still come to owe; None without a limit."""
        return None if self.credit_limit is None else self.credit_limit - self.total

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON, amounts as text."""
        return {
            "parts": {name: str(amount) for name, amount in self.parts.items()},
            "total": str(self.total),
            "overdue": str(self.overdue),
            "credit_limit": None if self.credit_limit is None else str(self.credit_limit),
            "available": None if self.available is None else str(self.available),
            "currency": self.currency,
        }


def exposure_of(customer: Customer) -> Exposure:
    """Return what the customer owes now; parts to their credit are negative."""
    # Nothing owed is never minus nothing: + ZERO.
    parts = {name: sign * part(customer) + ZERO for name, (sign, part) in _parts.items()}
    return Exposure(
        parts=parts,
        total=sum(parts.values(), ZERO),
        overdue=sum((part(customer) for part in _overdue), ZERO),
        credit_limit=customer.credit_limit,
        currency=customer.currency,
    )
