"""Counting stock: what was found against what the books say (domain §4)."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.accounts.four_eyes import waived_for
from apps.accounts.models import User
from apps.inventory.counts_workflow import STOCK_COUNT, CountStatus
from apps.inventory.models import BulkMovement, BulkStock, StockCount, StockCountLine
from common.db.acting import act
from common.db.locks import lock, lock_all
from common.errors import ActionNotAllowed, Invalid
from common.kept import Kept
from common.records import absent, references
from common.workflow import save_changes

COUNTED = Kept(gettext_noop("Count: %(counted)s found, %(expected)s expected"))


def stock_count_create(
    *, name: str, location: int, lines: Sequence[dict[str, int]], actor: User, notes: str = ""
) -> StockCount:
    """The count is open, each line with the quantity that the books say now.

    Raises Invalid naming a line whose item does not exist, lies elsewhere or is counted twice.
    """
    with act(actor=actor):
        columns = references(StockCount, {"location": location})
        count = StockCount(name=name, notes=notes, counted_by=actor, **columns)
        count.save(force_insert=True)
        _write_lines(count, lines)
    return count


def stock_count_update(*, count: StockCount, actor: User, lines: Sequence[dict[str, int]] | None = None) -> StockCount:
    """The open count has these lines instead, when any are given. Raises ActionNotAllowed once it is submitted."""
    with act(actor=actor, announced=True):
        locked = lock(count)
        if locked.status != CountStatus.OPEN:
            facts = {"status": _(locked.status)}
            raise ActionNotAllowed(_("The count is %(status)s: only an open one can be changed.") % facts)
        if lines is not None:
            locked.lines.all().delete()
            _write_lines(locked, lines)
            save_changes(locked, dict(locked.__dict__), lines=True)
    return locked


def _write_lines(count: StockCount, lines: Sequence[dict[str, int]]) -> None:
    stocks = {s.pk: s for s in BulkStock.objects.filter(pk__in=[line["bulk_stock"] for line in lines])}
    problems: dict[str, str | tuple[str, str]] = {}
    seen: set[int] = set()
    for i, line in enumerate(lines):
        stock = stocks.get(line["bulk_stock"])
        if stock is None:
            problems[f"lines.{i}.bulk_stock"] = absent(_("bulk stock"), line["bulk_stock"])
        elif stock.location_id != count.location_id:
            problems[f"lines.{i}.bulk_stock"] = (
                "elsewhere",
                _("%(item)s does not lie at this place.") % {"item": stock},
            )
        elif stock.pk in seen:
            problems[f"lines.{i}.bulk_stock"] = ("duplicate", _("%(item)s is counted twice.") % {"item": stock})
        seen.add(line["bulk_stock"])
    if problems:
        raise Invalid(fields=problems)
    StockCountLine.objects.bulk_create(
        StockCountLine(
            stock_count=count,
            bulk_stock_id=line["bulk_stock"],
            expected=stocks[line["bulk_stock"]].quantity,
            counted=line["counted"],
        )
        for line in lines
    )


def stock_count_submit(*, count: StockCount, actor: User) -> StockCount:
    """The count waits for a manager."""
    with STOCK_COUNT.perform("submit", count, actor=actor) as submitted:
        return submitted


def stock_count_approve(*, count: StockCount, actor: User) -> StockCount:
    """The stock is what was counted, plus what moved since the counting: each variance is one movement.

    Raises SelfApproval to whoever counted, Conflict (insufficient_stock) when the variance would leave less than none.
    """
    with STOCK_COUNT.perform("approve", count, actor=actor) as approved:
        approved.approved_by, approved.approved_at = actor, timezone.now()
        approved.four_eyes_waived = waived_for(actor, approved.counted_by_id)
        lines = [line for line in approved.lines.order_by("bulk_stock_id") if line.variance]
        lock_all(BulkStock.objects.filter(pk__in=[line.bulk_stock_id for line in lines]))
        for line in lines:
            BulkMovement.objects.create(**_movement(line, actor))
        return approved


def _movement(line: StockCountLine, actor: User) -> dict[str, Any]:
    return {
        "bulk_stock_id": line.bulk_stock_id,
        "kind": BulkMovement.Kind.COUNT,
        "quantity": line.variance,
        "quantity_after": 0,
        "moved_by": actor,
        "reason": COUNTED.say(counted=line.counted, expected=line.expected),
        "source_type": line._meta.db_table,
        "source_id": line.pk,
    }


def stock_count_reject(*, count: StockCount, reason: str, actor: User) -> StockCount:
    """The count changes nothing and is closed, with the reason."""
    with STOCK_COUNT.perform("reject", count, actor=actor, reason=reason) as rejected:
        return rejected
