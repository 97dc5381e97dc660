"""Races for units, bulk stock and numbers: who comes second is told so, and nothing is counted twice."""

import random

import pytest
from django.db import transaction

from apps.inventory import bulk, services
from apps.inventory.models import Asset, BulkMovement, BulkStock
from apps.inventory.tests.factories import make_bulk, make_model, place, receive
from common.dates import business_date
from common.db.acting import act
from common.errors import ActionNotAllowed
from common.models import Counter
from common.numbering import Series
from common.testing.callers import Caller
from common.testing.races import Round, race, without_constraint, without_locks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def in_qc(people):
    """A unit that waits for QC."""
    unit = receive(people, model=make_model(people, needs_wipe=False))[0]
    services.asset_start_diagnostics(asset=unit, actor=people["technician"])
    return services.asset_record_diagnostics(
        asset=unit, checklist_data={"display": "pass"}, overall_result="Pass", actor=people["technician"]
    )


def pass_qc(people) -> list[Round]:
    benches = (people["technician"], people["technician2"])
    return race(
        2,
        lambda i, unit: services.asset_pass_qc(asset=unit, condition_grade="AB"[i], actor=benches[i]).condition_grade,
        prepare=lambda: in_qc(people),
    )


def test_two_technicians_pass_one_unit_and_one_wins(people):
    for played in pass_qc(people):
        assert len(played.values) == 1
        assert [type(error) for error in played.errors] == [ActionNotAllowed]
        assert Asset.objects.get(pk=played.prepared.pk).condition_grade == played.values[0]


def test_control_without_the_lock_both_pass(people):
    with without_locks():
        assert any(len(played.values) == 2 for played in pass_qc(people))


def test_over_http_the_second_technician_gets_409(people):
    benches = (Caller(people["technician"]), Caller(people["technician2"]))
    for played in race(
        2,
        lambda i, unit: benches[i].post(f"assets/{unit.pk}/pass-qc", {"condition_grade": "A"}).status,
        prepare=lambda: in_qc(people),
    ):
        assert sorted(played.values) == [200, 409]


def receive_one_serial(people) -> list[Round]:
    model = make_model(people)
    rounds = iter(range(10**6))
    facts = {"product_model": model.pk, "location": place().pk, "received_date": str(business_date())}
    hands = [Caller(people[name]) for name in ("warehouse", "warehouse2")]
    return race(
        2,
        lambda i, serial: hands[i].post("assets/receive", facts | {"serial_numbers": [serial]}),
        prepare=lambda: f"SAME-{next(rounds)}",
    )


def test_two_receivers_of_one_serial_and_one_wins(people):
    for played in receive_one_serial(people):
        won, lost = sorted(played.values, key=lambda answer: answer.status)
        assert (won.status, lost.status) in {(201, 400), (201, 409)}
        assert lost.codes == ["duplicate_serial"]
        assert Asset.objects.filter(serial_number=played.prepared).count() == 1


@pytest.mark.breaks_invariants
def test_control_without_the_index_both_receive(people):
    with without_constraint("inventory_asset", "asset_serial"):
        assert any([answer.status for answer in played.values] == [201, 201] for played in receive_one_serial(people))


THREADS, LEFT = 16, 20


def take(stock_id: int, actor, quantity: int) -> int:
    """Sell so many pieces, as issuing an invoice does."""
    from common.db.locks import lock

    with act(actor=actor):
        stock = lock(BulkStock(pk=stock_id))
        bulk.bulk_stock_take(stock=stock, quantity=quantity, kind=BulkMovement.Kind.SALE, source=actor, actor=actor)
    return quantity


def take_the_last(people) -> list[Round]:
    wanted = [random.Random(seed).randint(1, 5) for seed in range(THREADS)]
    actor = people["sales"]
    return race(
        THREADS,
        lambda i, stock: take(stock.pk, actor, wanted[i]),
        prepare=lambda: make_bulk(people, LEFT),
    )


def test_the_last_pieces_are_taken_once_each(people):
    for played in take_the_last(people):
        taken = sum(played.values)
        assert {getattr(error, "code", repr(error)) for error in played.errors} == {"insufficient_stock"}
        assert BulkStock.objects.get(pk=played.prepared.pk).quantity == LEFT - taken
        assert 0 <= LEFT - taken < 5


@pytest.mark.breaks_invariants
def test_control_without_lock_and_check_more_is_taken_than_there_was(people):
    with without_constraint("inventory_bulkstock", "bulk_stock_quantity"), without_locks():
        assert any(sum(played.values) > LEFT for played in take_the_last(people))


@pytest.mark.breaks_invariants  # movements written without the lock are not numbered in the order of their effect
def test_without_the_lock_the_constraint_still_holds(people):
    with without_locks():
        for played in take_the_last(people):
            assert sum(played.values) <= LEFT
            assert BulkStock.objects.get(pk=played.prepared.pk).quantity == LEFT - sum(played.values)


class Undone(Exception):
    """The transaction that took a number is rolled back."""


def take_numbers(take_one) -> list[Round]:
    """Every third thread rolls back after it took its number."""

    def run(i, series):
        try:
            with transaction.atomic():
                number = take_one(series)
                if i % 3 == 2:
                    raise Undone  # noqa: TRY301 - leaving by exception is what undoes the transaction
                return number
        except Undone:
            return None

    rounds = iter(range(10**6))
    return race(THREADS, run, prepare=lambda: Series(f"R{next(rounds)}", 3))


def test_numbers_have_no_gap_and_no_double_although_some_are_given_back(people):
    def take_one(series):
        with act(actor=people["sales"]):
            return series.take()[0]

    for played in take_numbers(take_one):
        numbers = sorted(number for number in played.values if number)
        assert played.errors == []
        assert numbers == list(range(1, 12))
        assert Counter.objects.get(series=played.prepared.code).last == 11


def test_control_numbers_read_before_they_are_written_have_gaps_or_doubles():
    def take_one(series):
        counter, _ = Counter.objects.get_or_create(series=series.code, defaults={"last": 0})
        Counter.objects.filter(pk=counter.pk).update(last=counter.last + 1)
        return counter.last + 1

    assert any(
        sorted(number for number in played.values if number) != list(range(1, 12)) for played in take_numbers(take_one)
    )
