"""Lists of sales and stock: what is overdue, what a grade suggests, and SKUs whatever their case."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from apps.accounts.models import BusinessSettings
from apps.inventory.tests.factories import make_bulk, make_model, ready, receive
from apps.invoices.tests.factories import make_draft, make_issued
from common.records import record_update

pytestmark = pytest.mark.django_db


def test_overdue_is_what_is_issued_open_and_past_its_day(as_, people):
    term = BusinessSettings.objects.get().credit_term_days
    with time_machine.travel(timezone.now() - timedelta(days=term + 1)):
        late, draft = make_issued(people), make_draft(people)
        paid = make_issued(people, "10.00")
    with time_machine.travel(timezone.now() - timedelta(days=term)):
        due_today = make_issued(people)
    now = make_issued(people)
    caller = as_("billing")
    caller.ok(caller.post("payments", {"invoice": paid.pk, "payment_method": "Cash", "amount": "10.00"}))

    def found(answer: str) -> set[int]:
        return {row["id"] for row in caller.ok(caller.get("invoices", is_overdue=answer))["results"]}

    assert found("true") == {late.pk}
    assert found("false") == {draft.pk, paid.pk, due_today.pk, now.pk}
    refused = caller.get("invoices", is_overdue="perhaps")
    assert (refused.status, refused.attrs) == (400, ["is_overdue"])


def test_a_unit_carries_the_price_that_its_grade_suggests(as_, people):
    model = make_model(people, default_price_grade_c=None)
    graded = {grade: ready(people, model=model, grade=grade)[0].pk for grade in "ABC"}
    ungraded = receive(people, model=model)[0].pk
    shown = {row["id"]: row["suggested_price"] for row in as_("sales").get("assets").json["results"]}
    assert shown == {graded["A"]: "5000.00", graded["B"]: "4500.00", graded["C"]: None, ungraded: None}
    assert as_("sales").get(f"assets/{graded['B']}").json["suggested_price"] == "4500.00"
    assert Decimal(model.price_of("B")) == Decimal("4500.00")


def test_units_are_sorted_by_grade(as_, people):
    ready(people, grade="B")
    ready(people, grade="A")
    receive(people)
    for ordering, grades in (("condition_grade", ["", "A", "B"]), ("-condition_grade", ["B", "A", ""])):
        rows = as_("sales").get("assets", ordering=ordering).json["results"]
        assert [row["condition_grade"] for row in rows] == grades


@pytest.mark.parametrize("typed", ["CHG-65W", "chg-65w", "Chg-65w"])
def test_a_sku_is_found_whatever_its_case(as_, people, typed):
    stock, _ = make_bulk(people), make_bulk(people)
    record_update(stock, actor=people["manager"], sku="Chg-65W")
    assert [row["id"] for row in as_("sales").get("bulk-stock", sku=typed).json["results"]] == [stock.pk]
