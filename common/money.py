"""Money is Decimal with two places, rounded half up, in the currency of its document (domain rule 1)."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import models
from django.utils.formats import number_format

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def money(value: Decimal | int | str) -> Decimal:
    """Return the amount rounded half up to two places."""
    return Decimal(value).quantize(CENT, rounding=ROUND_HALF_UP)


def in_figures(amount: Decimal) -> str:
    """Return the amount as the reader's language writes it in a sentence: 12,000.00, in Danish 12.000,00."""
    return number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)


def tax_of(subtotal: Decimal, rate: Decimal) -> Decimal:
    """Return the tax on a net subtotal; the rate is a fraction, 0.15 for 15 %. Rounded once per document."""
    return money(subtotal * rate)


class MoneyField(models.DecimalField):
    """An amount: NUMERIC(12,2)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 12)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)


class CurrencyField(models.CharField):
    """An ISO 4217 code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 3)
        super().__init__(*args, **kwargs)
