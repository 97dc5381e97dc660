"""What names a unit: serial numbers as they are received, and the tags that we give."""

from collections import Counter
from collections.abc import Sequence

from django.db import connection
from django.db.models.functions import Trim, Upper
from django.utils.translation import gettext as _

from apps.inventory.models import Asset
from common.errors import Invalid

MOST_RECEIVED = 1000
NEXT_TAGS = """
    SELECT tag FROM (
        SELECT 'A' || lpad(nextval('inventory_asset_tag')::text, 7, '0') AS tag FROM generate_series(1, %s)
    ) AS next WHERE NOT EXISTS (SELECT 1 FROM inventory_asset WHERE upper(trim(asset_tag)) = tag)
"""


def serial_problems(serials: Sequence[str]) -> dict[int, tuple[str, str]]:
    """Return what is wrong with serial numbers to be received, code and sentence by their place in the list.

    Raises Invalid for none, and for more than are taken at once.
    """
    problems: dict[int, tuple[str, str]] = {}
    if not serials:
        raise Invalid(_("Give at least one serial number."), code="required", field="serial_numbers")
    if len(serials) > MOST_RECEIVED:
        sentence = _("At most %(most)s serial numbers at once.") % {"most": MOST_RECEIVED}
        raise Invalid(sentence, code="too_many", field="serial_numbers")
    keys = _as_compared(serials)
    known = set(
        Asset.objects.annotate(key=Upper(Trim("serial_number"))).filter(key__any=keys).values_list("key", flat=True)
    )
    seen: Counter[str] = Counter()
    for i, (serial, key) in enumerate(zip(serials, keys, strict=True)):
        seen[key] += 1
        if not serial:
            problems[i] = ("blank", _("This line is empty."))
        elif len(serial) > 100:
            problems[i] = ("max_length", _("A serial number has at most 100 characters."))
        elif key in known:
            problems[i] = ("duplicate_serial", _("%(serial)s is already in the system.") % {"serial": serial})
        elif seen[key] > 1:
            problems[i] = ("duplicate_serial", _("%(serial)s is twice in this list.") % {"serial": serial})
    return problems


def _as_compared(serials: Sequence[str]) -> list[str]:
    """Return the serial numbers as the index has them: the database alone says what upper case is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT upper(serial) FROM unnest(%s::text[]) WITH ORDINALITY AS given (serial, place) ORDER BY place",
            [list(serials)],
        )
        return [key for (key,) in cursor.fetchall()]


def next_tags(count: int) -> list[str]:
    """Take tags from a sequence: they are unique and may have gaps, so receiving never waits for another receiver.

    A tag that somebody wrote on a unit by hand is left out.
    """
    tags: list[str] = []
    with connection.cursor() as cursor:
        while len(tags) < count:
            cursor.execute(NEXT_TAGS, [count - len(tags)])
            tags += [tag for (tag,) in cursor.fetchall()]
    return tags
