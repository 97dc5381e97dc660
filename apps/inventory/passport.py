"""The device passport: the whole story of one unit, told by every app that knows a part of it (domain §4).

Upper apps contribute chapters in their `AppConfig.ready()`: functions `(asset, reader) → events` that cost a constant
number of statements and name no document, person or price that the reader may not see elsewhere. An event is
`{"at", "kind", "title", "detail", "actor", "link", "file"}`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.selectors import business
from apps.inventory.models import Asset
from common import access
from common.kept import read_back
from common.money import ZERO

Event = dict[str, Any]
Chapter = Callable[[Asset, Any], list[Event]]
_chapters: list[Chapter] = []
_costs: list[Callable[[Asset], dict[str, Any]]] = []


def contribute(chapter: Chapter) -> None:
    """Add a chapter to every passport."""
    if chapter not in _chapters:
        _chapters.append(chapter)


def contribute_costs(part: Callable[[Asset], dict[str, Any]]) -> None:
    """Add figures to the lifetime margin: `{"revenue" | "costs": {name: Decimal}}`, revenue with its `currency`."""
    if part not in _costs:
        _costs.append(part)


def event(
    *, at: datetime, kind: str, title: str, detail: str = "", actor: Any = None, link: tuple[str, int] | None = None
) -> Event:
    """Return one event of the story; `link` is (resource, id) of the document behind it."""
    return {
        "at": at,
        "kind": kind,
        "title": title,
        "detail": detail,
        "actor": None if actor is None else {"id": actor.pk, "label": actor.full_name},
        "link": None if link is None else {"resource": link[0], "id": link[1]},
        "file": None,
    }


def in_sight(resource: str, rows: QuerySet[Any], reader: User | None) -> set[int]:
    """Return the ids of those of the rows that the reader may open; a stranger, None, may open nothing."""
    if reader is None or not reader.has_perm(f"{resource}.retrieve"):
        return set()
    return set(access.visible(rows, resource, reader).values_list("pk", flat=True))


def story_of(asset: Asset, reader: User | None) -> list[Event]:
    """Return everything that happened to the unit, oldest first, as far as the reader may know; None is a stranger."""
    return sorted((told for chapter in _chapters for told in chapter(asset, reader)), key=lambda told: told["at"])


def margin_of(asset: Asset) -> dict[str, Any]:
    """Return the lifetime margin: what was earned on the unit, what it cost, and the difference.

    Costs are in the business's currency. There is no margin while no cost is known, nor of a sale in another currency.
    """
    parts = [part(asset) for part in _costs]
    revenue = {name: value for part in parts for name, value in part.get("revenue", {}).items()}
    costs = {name: value for part in parts for name, value in part.get("costs", {}).items()}
    if asset.cost is not None:
        costs["landed cost"] = asset.cost
    own = business().currency
    earned = next((part["currency"] for part in parts if "currency" in part), own)
    comparable = asset.cost is not None and earned == own
    margin = sum(revenue.values(), ZERO) - sum(costs.values(), ZERO) if comparable else None
    return {"revenue": revenue, "revenue_currency": earned, "costs": costs, "currency": own, "margin": margin}


def _movements(asset: Asset, reader: User | None) -> list[Event]:
    found = []
    for moved in asset.movements.select_related("moved_by", "from_location", "to_location"):
        statuses = f"{_(moved.from_status)} → {_(moved.to_status)}" if moved.from_status else _(moved.to_status)
        places = (
            ""
            if moved.from_location_id == moved.to_location_id
            else f"{moved.from_location or _('In')} → {moved.to_location}"
        )
        title = statuses if moved.from_status != moved.to_status else _("Moved %(places)s") % {"places": places}
        detail = " · ".join(part for part in (places if title == statuses else "", read_back(moved.reason)) if part)
        found.append(event(at=moved.created_at, kind="movement", title=title, detail=detail, actor=moved.moved_by))
    return found


def _tests(asset: Asset, reader: User | None) -> list[Event]:
    return [
        event(
            at=test.created_at,
            kind="diagnostics",
            title=_("Diagnostics: %(result)s") % {"result": _(test.overall_result)},
            detail=test.notes or _("%(number)s checks") % {"number": len(test.checklist_data)},
            actor=test.technician,
            link=("diagnostics", test.pk),
        )
        for test in asset.diagnostics_results.select_related("technician")
    ]


def _wipes(asset: Asset, reader: User | None) -> list[Event]:
    return [
        event(
            at=wipe.created_at,
            kind="wipe",
            title=_("Data wiped: %(method)s") % {"method": wipe.wipe_method},
            detail=wipe.certificate_reference,
            actor=wipe.technician,
            link=("wipe-certificates", wipe.pk),
        )
        for wipe in asset.wipe_certificates.select_related("technician")
    ]


for _chapter in (_movements, _tests, _wipes):
    contribute(_chapter)
