"""Wrong input of every kind, at the API's edge: the stated status, the one error shape, and nothing is changed.

The numbers in names and rows are the cases of the catalogue of bad input.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from common.testing.callers import Answer


def written() -> Any:
    """Return what tells any change of any table: the trail's end, and how much each table without a trail holds.

    Tokens are left out: making a caller makes one.
    """
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT (SELECT max(id) FROM audit_auditevent WHERE object_type <> 'accounts_apitoken'),
                   (SELECT max(id) FROM inventory_inventorymovement), (SELECT max(id) FROM inventory_bulkmovement),
                   (SELECT max(id) FROM ledger_ledgerentry), (SELECT json_agg(c ORDER BY series) FROM common_counter c),
                   (SELECT count(*) FROM common_idempotencykey), (SELECT count(*) FROM audit_readevent),
                   (SELECT count(*) FROM common_printout), (SELECT count(*) FROM accounts_session)
        """)
        return cursor.fetchone()


def refused(answer: Answer, status: int, *codes: str, attr: str | None = "-") -> None:
    """Demand the status and the one shape of a refusal."""
    assert answer.status == status, answer
    assert answer.headers["Content-Type"] == "application/json"
    body = answer.json
    assert set(body) == {"type", "errors", "meta", "request_id"}
    assert body["request_id"] == answer.headers["X-Request-ID"]
    assert body["type"] == ("validation_error" if status == 400 else "client_error")
    assert body["errors"]
    assert all(set(error) == {"code", "detail", "attr"} and error["detail"] for error in body["errors"])
    if codes:
        assert answer.codes == list(codes)
    if attr != "-":
        assert answer.attrs == [attr]


@contextmanager
def nothing_written() -> Iterator[None]:
    """Demand that nothing is written from here to the end of the block."""
    before = written()
    yield
    assert written() == before
