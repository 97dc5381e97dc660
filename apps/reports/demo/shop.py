"""The demo's shop while its story unfolds: the people, what is ready to be sold, and what day it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from apps.accounts.models import User
from apps.customers.models import Customer
from apps.inventory.models import Asset, BulkStock, Location
from common import clock

SEED = 20_260_114


@dataclass
class Shop:
    """Its people by username, its places by name, its customers and its stock, filled as the story goes."""

    people: dict[str, User]
    places: dict[str, Location]
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - a story, not a secret
    retail: list[Customer] = field(default_factory=list)
    wholesale: list[Customer] = field(default_factory=list)
    bulk: list[BulkStock] = field(default_factory=list)
    # Units that passed QC and nobody has bought yet.
    ready: list[Asset] = field(default_factory=list)


@dataclass(frozen=True, order=True)
class Event:
    """Something that happens so many days ago; the events of one day happen in the order of their hour."""

    days_ago: int
    hour: int
    act: Callable[[Shop], Any] = field(compare=False)

    def instant(self) -> datetime:
        """Return when it happens: never later than now."""
        now = timezone.now()
        return min(now, (now - timedelta(days=self.days_ago)).replace(hour=self.hour, minute=0, second=0))

    def happen(self, shop: Shop) -> None:
        """Let it happen on its day."""
        with clock.at(self.instant()):
            self.act(shop)


def in_order(events: list[Event]) -> list[Event]:
    """Return the events as they follow one another."""
    return sorted(events, key=lambda event: (-event.days_ago, event.hour))
