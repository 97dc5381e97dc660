"""What warranties tell of a unit."""

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.inventory.models import Asset
from apps.inventory.passport import Event, event, in_sight
from common.dates import day_in_words
from common.workflow import value_in_words


def warranties(asset: Asset, reader: User | None) -> list[Event]:
    """Return the unit's warranties; their numbers to those who may open them."""
    seen = in_sight("warranties", asset.warranties.all(), reader)
    return [
        event(
            at=warranty.created_at,
            kind="warranty",
            title=_("%(tier)s warranty %(number)s")
            % {"tier": _(warranty.warranty_tier), "number": warranty.warranty_number}
            if warranty.pk in seen
            else _("%(tier)s warranty") % {"tier": _(warranty.warranty_tier)},
            detail=_("%(start)s to %(end)s")
            % {"start": day_in_words(warranty.start_date), "end": day_in_words(warranty.end_date)}
            + f" · {value_in_words(warranty.status)}",
            link=("warranties", warranty.pk) if warranty.pk in seen else None,
        )
        for warranty in asset.warranties.all()
    ]
