"""What a report is: a question, and a table as the answer, in which every figure names the list it stands for.

A drill is the address of an API list: `{"path": "assets", "params": {"status": ["Sold"]}}`. The list's rows add up to
the figure: their number where the column says `adds = "count"`, the sum of one of their fields where it names that
field. A row has one drill; a figure that stands for fewer rows has its own under `cells`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.models import User
from common.dates import business_zone, first_of
from common.errors import Invalid
from common.money import ZERO

MOST_DAYS = 731
# How many rows an answer shows; its totals are over all of them, and `row_count` says how many there are.
MOST_ROWS = 1000

Drill = dict[str, Any]
Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """One column; a `word` is a status or the like, which readers are told in their language.

    `adds` says how the drill's rows make the figure; empty where they do not (an average, a text).
    """

    key: str
    label: str
    type: str = "text"
    adds: str = ""


@dataclass(kw_only=True)
class Table:
    """The answer. `totals` are over every row, also those not shown; `drill` and `cells` belong to the totals."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    drill: Drill | None = None
    cells: Mapping[str, Drill] = field(default_factory=dict)
    totals: Mapping[str, Any] = field(default_factory=dict)
    row_count: int | None = None
    # The filters as they were understood, defaults included.
    asked: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who asks, what they filter by, and what today and the business's currency are."""

    user: User
    values: Mapping[str, Any]
    today: date
    currency: str
    # Set for a role that sees its own sales alone: the seller's id.
    own: int | None = None
    # How many rows are shown; a file holds more.
    most: int = MOST_ROWS

    def period(self, days: int) -> tuple[date, date]:
        """Return the first and last day asked for, both included; without any, so many days up to today.

        Raises Invalid for a period that ends before it starts or is longer than two years.
        """
        last = self.values.get("date_before") or max(self.today, self.values.get("date_after") or self.today)
        first = self.values.get("date_after") or first_of(days, last=last)
        if first > last:
            raise Invalid(_("The period ends before it starts."), field="date_before")
        if (last - first).days >= MOST_DAYS:
            raise Invalid(_("Ask for at most two years."), field="date_after")
        return first, last


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report by its name in the API; `permission` is its action in the matrix where that is another word."""

    name: str
    label: str
    description: str
    read: Callable[[Asked], Table]
    permission: str = ""

    @property
    def action(self) -> str:
        """The report's action in the permission matrix, under `reports`."""
        return self.permission or self.name


def listed(path: str, **params: Any) -> Drill:
    """Return the drill into an API list; parameters without a value are left out, dates become text."""
    told = {name: str(value) if isinstance(value, date) else value for name, value in params.items()}
    return {"path": path, "params": {name: value for name, value in told.items() if value not in (None, "", [])}}


def narrowed(drill: Drill, **params: Any) -> Drill:
    """Return the drill with more, or other, parameters."""
    return listed(drill["path"], **(drill["params"] | params))


def instants(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the first and the last moment of a period of business days, both included as lists include them."""
    zone = business_zone()
    return datetime.combine(first, time.min, zone), datetime.combine(last, time.max, zone)


def summed(columns: Iterable[Column], rows: Sequence[Row]) -> dict[str, Any]:
    """Return the totals of the columns that can be added up."""
    zero = {"money": ZERO}
    return {
        column.key: sum((row[column.key] for row in rows), zero.get(column.type, 0))
        for column in columns
        if column.adds
    }


def taken(values: Any) -> list[Row]:
    """Return the rows of a `values()` queryset, free to be added to."""
    return list(values)


def rounded(value: Decimal | None, places: int = 2) -> Decimal | None:
    """Return the figure rounded half up, or None where there is none."""
    return None if value is None else Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percent(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """Return how many hundredths of the whole the part is, to one place; None of nothing."""
    return rounded(Decimal(part) * 100 / whole, 1) if whole else None
