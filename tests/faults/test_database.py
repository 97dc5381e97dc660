"""The database fails in the middle of a request: the answer is 503, nothing was changed, and a repeat acts once."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, close_old_connections, connection, connections

from apps.invoices.models import Invoice
from apps.invoices.tests.factories import make_customer, make_draft
from apps.payments.models import Payment
from common.testing.callers import Answer, Caller

pytestmark = pytest.mark.django_db(transaction=True)

# What PostgreSQL says when it cannot go on, as it says it.
FAILURES = {
    "53100": "the disk is full",
    "53200": "memory is out",
    "40P01": "a deadlock",
    "40001": "a serialization failure",
    "57014": "a statement took too long",
    "57P01": "the server is stopped",
}
BODY = {"payments": [{"payment_method": "Cash", "amount": "100.00"}]}


@contextmanager
def beside() -> Iterator[psycopg.Connection]:
    """Another session on the same database."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        yield other


@contextmanager
def before_statement(number: int, fault: Any) -> Iterator[list[str]]:
    """Let the fault strike before the statement of that number in the block; yields the statements as they come."""
    seen: list[str] = []

    def wrapper(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        if len(seen) == number:
            fault()
        return execute(sql, *rest)

    with connection.execute_wrapper(wrapper):
        yield seen


def cut() -> None:
    """End the session of this thread from outside, as kill -9 of its backend would."""
    pid = connection.connection.info.backend_pid
    with beside() as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


@pytest.fixture
def till(people: Any) -> Caller:
    """A till whose caller gets what a client would see."""
    caller = Caller(people["sales"])
    caller.client.raise_request_exception = False
    return caller


def checkout(till: Caller, draft: Invoice, key: str) -> Answer:
    """Send the sale; after the answer the server looks after its connection, as it does after every request."""
    try:
        return till.post(f"invoices/{draft.pk}/checkout", BODY, Idempotency_Key=key)
    finally:
        close_old_connections()


def assert_unavailable(answer: Answer) -> None:
    assert (answer.status, answer.codes) == (503, ["unavailable"])
    assert answer.headers["Retry-After"] == "2"


def assert_sold_once(draft: Invoice) -> None:
    draft.refresh_from_db()
    assert (draft.status, draft.balance) == ("Paid", 0)
    assert Payment.objects.filter(invoice=draft).count() == 1


def test_a_session_cut_at_any_statement_changes_nothing_and_a_repeat_acts_once(people, till):
    customer = make_customer(people)
    for number in count(1):
        draft, key = make_draft(people, customer=customer), uuid.uuid4().hex
        with before_statement(number, cut) as statements:
            answer = checkout(till, draft, key)
        if len(statements) < number:  # it ended before the cut
            break
        assert_unavailable(answer)
        draft.refresh_from_db()
        assert draft.status == "Draft"
        assert checkout(till, draft, key).status == 200
        assert_sold_once(draft)
    assert answer.status == 200
    assert number > 10


def test_an_answer_lost_after_the_commit_is_given_again(people, till, monkeypatch):
    """The client cannot know whether it was sold; its key can."""
    draft, key = make_draft(people), uuid.uuid4().hex
    wrapper = type(connections["default"])
    commit = wrapper._commit

    def commit_and_lose(self: Any) -> None:
        commit(self)
        cut()
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patch:
        patch.setattr(wrapper, "_commit", commit_and_lose)
        assert_unavailable(checkout(till, draft, key))
    assert_sold_once(draft)
    again = checkout(till, draft, key)
    assert (again.status, again.headers["Idempotent-Replayed"], again.json["status"]) == (200, "true", "Paid")
    assert_sold_once(draft)


@pytest.mark.parametrize("sqlstate", FAILURES, ids=FAILURES.get)
def test_a_database_that_cannot_go_on_is_503(people, till, sqlstate):
    def fail() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'planted' USING ERRCODE = '{sqlstate}'; END $$")

    draft, key = make_draft(people), uuid.uuid4().hex
    with before_statement(8, fail):
        assert_unavailable(checkout(till, draft, key))
    assert Payment.objects.count() == 0
    assert checkout(till, draft, key).status == 200
    assert_sold_once(draft)


def test_a_row_that_stays_locked_is_503_and_not_waited_for_for_ever(people, till):
    draft, key = make_draft(people), uuid.uuid4().hex
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("3s",)
        cursor.execute("SET lock_timeout = '50ms'")
    with beside() as other:
        other.execute("SELECT 1 FROM invoices_invoice WHERE id = %s FOR UPDATE", [draft.pk])
        assert_unavailable(checkout(till, draft, key))
        other.rollback()
    assert checkout(till, draft, key).status == 200
    assert_sold_once(draft)


def test_a_key_whose_request_still_runs_is_told_apart_from_a_locked_row(people, till):
    draft, key = make_draft(people), uuid.uuid4().hex
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    with beside() as other:
        other.execute(
            "INSERT INTO common_idempotencykey (user_id, key, request_hash, etag, created_at)"
            " VALUES (%s, %s, '', '', now())",
            [people["sales"].pk, key],
        )
        answer = checkout(till, draft, key)
        assert (answer.status, answer.codes) == (409, ["idempotency_key_in_use"])
        other.rollback()
    assert checkout(till, draft, key).status == 200


def test_a_statement_that_takes_too_long_is_ended(people, till):
    def sleep() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '20ms'; SELECT pg_sleep(60)")

    draft, key = make_draft(people), uuid.uuid4().hex
    with before_statement(8, sleep):
        assert_unavailable(checkout(till, draft, key))
    assert checkout(till, draft, key).status == 200


@pytest.fixture
def no_database() -> Iterator[None]:
    """The server is nowhere to be found."""
    host = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    yield
    connection.settings_dict["HOST"] = host


def test_without_a_database_the_process_lives_and_says_that_it_is_not_ready(till, anonymous, no_database):
    assert anonymous.call("GET", "/livez").json["status"] == "ok"
    unready = anonymous.call("GET", "/readyz")
    assert (unready.status, unready.json) == (
        503,
        {"status": "unready", "problems": ["The database does not answer."]},
    )
    assert_unavailable(till.get("assets"))
    assert_unavailable(till.post("payments", {}))


def test_with_its_database_it_is_ready(anonymous):
    ready = anonymous.call("GET", "/readyz")
    assert (ready.status, ready.json) == (200, {"status": "ok", "problems": []})
