"""Reading stock."""

from typing import Any

from django.utils.translation import gettext as _

from apps.inventory.models import Asset
from common.dates import day_in_words


def gates_of(asset: Asset) -> list[dict[str, Any]]:
    """Return the three gates before a unit may be sold, and how it stands with each since it came in."""
    model = asset.product_model
    test = asset.diagnostics_since_intake().order_by("-pk").first()
    wipe = asset.wipes_since_intake().order_by("-pk").first()
    return [
        {
            "name": "diagnostics",
            "label": _("Diagnostics"),
            "needed": model.needs_diagnostics,
            "passed": bool(test and test.passed),
            "detail": f"{_(test.overall_result)}, {day_in_words(test.diagnostic_date)}" if test else "",
        },
        {
            "name": "wipe",
            "label": _("Data wipe"),
            "needed": model.needs_wipe,
            "passed": wipe is not None,
            "detail": f"{wipe.wipe_method}, {day_in_words(wipe.wipe_date)}" if wipe else "",
        },
        {
            "name": "qc",
            "label": _("Quality check"),
            "needed": True,
            "passed": bool(asset.condition_grade) and asset.status in {"Ready for Sale", "Reserved", "Sold"},
            "detail": _("Grade %(grade)s") % {"grade": asset.condition_grade} if asset.condition_grade else "",
        },
    ]
