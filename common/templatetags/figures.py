"""How figures are printed."""

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def amount(value: Decimal) -> str:
    """Return an amount with its thousands apart: 5,000.00."""
    return f"{value:,.2f}"
