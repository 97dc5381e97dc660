"""What warranties tell of a unit."""

from apps.inventory.models import Asset
from apps.inventory.passport import Event, event


def warranties(asset: Asset) -> list[Event]:
    """Return the unit's warranties."""
    return [
        event(
            at=warranty.created_at,
            kind="warranty",
            title=f"{warranty.warranty_tier} warranty {warranty.warranty_number}",
            detail=f"{warranty.start_date} to {warranty.end_date} · {warranty.status}",
            link=("warranties", warranty.pk),
        )
        for warranty in asset.warranties.all()
    ]
