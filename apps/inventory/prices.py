"""Who writes what stock costs and what is asked for it, and until when (domain §2, reliability §3)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.inventory.models import Asset, BulkStock
from apps.inventory.workflow import Status
from common.errors import Conflict, Forbidden

UNIT_COSTS = ("purchase_cost", "landed_cost")
# What a unit cost is part of the books once it is gone.
GONE = frozenset({Status.SOLD, Status.SCRAPPED})


def _changed(row: Any, names: tuple[str, ...], changes: Mapping[str, Any]) -> str | None:
    """Return the first of the fields that is to have another value: what stays as it is asks for no right."""
    return next((name for name in names if name in changes and changes[name] != getattr(row, name)), None)


def check_unit_costs(unit: Asset, changes: Mapping[str, Any], actor: User) -> None:
    """Raise Forbidden with the field for a cost that the actor may not see, Conflict (costs_frozen) once it is gone."""
    if (field := _changed(unit, UNIT_COSTS, changes)) is None:
        return
    if not actor.has_perm("assets.see-costs"):
        raise Forbidden(_("Only who may see costs changes them."), field=field)
    if unit.status in GONE:
        facts = {"unit": unit, "status": _(unit.status)}
        raise Conflict(
            _("%(unit)s is %(status)s: what it cost stays as it is.") % facts, code="costs_frozen", field=field
        )


def check_bulk_prices(stock: BulkStock, changes: Mapping[str, Any], actor: User) -> None:
    """Raise Forbidden with the field for a cost of bulk stock that the actor may not see, or a price not theirs to set.

    What comes in has a cost, and whoever receives it says which.
    """
    field = _changed(stock, ("unit_cost",), changes)
    if field and not stock._state.adding and not actor.has_perm("bulk-stock.see-costs"):
        raise Forbidden(_("Only who may see costs changes them."), field=field)
    if (field := _changed(stock, ("unit_price",), changes)) and not actor.has_perm("bulk-stock.set-price"):
        raise Forbidden(_("Only a Manager says what is asked for it."), field=field)
