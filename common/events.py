"""Domain events: how a lower app lets an upper one act, inside the same transaction.

An event is named `<app>.<entity>.<past tense>`. The upper app subscribes in its `AppConfig.ready()`; a subscriber that
raises undoes the whole step, so nothing is ever half done.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Subscriber = Callable[..., None]
_subscribers: dict[str, list[Subscriber]] = defaultdict(list)


def subscribe(event: str, subscriber: Subscriber) -> None:
    """Call the subscriber, with the event's facts as keywords, whenever the event is published."""
    if subscriber not in _subscribers[event]:
        _subscribers[event].append(subscriber)


def publish(event: str, **facts: Any) -> None:
    """Run every subscriber of the event now, in the caller's transaction, in the order of subscription."""
    for subscriber in _subscribers[event]:
        subscriber(**facts)
