"""What warranties tell of a unit."""

from django.utils.translation import gettext as _

from apps.inventory.models import Asset
from apps.inventory.passport import Event, event


def warranties(asset: Asset) -> list[Event]:
    """Return the unit's warranties."""
    return [
        event(
            at=warranty.created_at,
            kind="warranty",
            title=_("%(tier)s warranty %(number)s")
            % {"tier": _(warranty.warranty_tier), "number": warranty.warranty_number},
            detail=_("%(start)s to %(end)s") % {"start": warranty.start_date, "end": warranty.end_date}
            + f" · {_(warranty.status)}",
            link=("warranties", warranty.pk),
        )
        for warranty in asset.warranties.all()
    ]
