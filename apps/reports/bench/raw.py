"""The yardstick: the same answers to the same requests by a bare WSGI function, hand-written SQL and orjson.

It looks the session up as the API does, and that is all it does besides: no roles, no checks, no errors in words.
"""

import base64
import json
import os
import re
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

import orjson
import psycopg

from apps.reports.bench import raw_reports as reports
from apps.reports.bench import raw_sql as sql

Query = dict[str, list[str]]
COOKIE = re.compile(r"sessionid=(\w+)")
SHOWN, COUNTED, BELIEVED = 50, 1000, 60
ON_SALE = [
    {"name": "block", "label": "Block", "needs_reason": True, "blocked_by": None},
    {"name": "scrap", "label": "Ask to scrap", "needs_reason": True, "blocked_by": None},
    {"name": "move", "label": "Move", "needs_reason": False, "blocked_by": None},
]
SETTLED = [{"name": "void", "label": "Void", "needs_reason": True, "blocked_by": None}]
_many: dict[str, float] = {}
_own = threading.local()


def connected(options: str = "") -> Any:
    """Return this thread's connection with these options: PostgreSQL prepares what it is asked for the fourth time."""
    known = _own.__dict__.setdefault("connections", {})
    if options not in known:
        known[options] = psycopg.connect(
            os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=3, options=f"-c timezone=UTC {options}"
        )
    return known[options]


def page(rows: list[Any], shown: list[dict[str, Any]], cursor: list[Any] | None, count: int | None) -> dict[str, Any]:
    """Return a page as the API shows it; `count` is None where it is known to be many."""
    told, exact = (COUNTED, False) if count is None or count > COUNTED else (count, True)
    if cursor:
        told, exact = cursor[2], bool(cursor[3])

    def to(row: Any, backwards: int) -> str:
        text = json.dumps([[row[0]], backwards, told, int(exact)])
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    return {
        "count": told,
        "count_is_exact": exact,
        "next": to(rows[SHOWN - 1], 0) if len(rows) > SHOWN else None,
        "previous": to(rows[0], 1) if cursor and rows else None,
        "results": shown,
    }


def counted(db: Any, key: str, text: str, values: list[Any]) -> int | None:
    """Return the count, or None where it was found to be many a moment ago."""
    if _many.get(key, 0) > time.monotonic():
        return None
    count = db.execute(text, values).fetchone()[0]
    if count > COUNTED:
        _many[key] = time.monotonic() + BELIEVED
    return count


def assets(db: Any, query: Query) -> dict[str, Any]:
    """List units: newest first, by status, by location, after a cursor, or by a fragment."""
    if "search" in query:
        text = f"%{query['search'][0].upper()}%"
        rows = db.execute(sql.ASSETS_FOUND, [text, text]).fetchall()
        return page(rows, [sql.asset(r) for r in rows[:SHOWN]], None, rows[0][-1] if rows else 0)
    conditions, values = [], []
    if "status" in query:
        conditions, values = [*conditions, "a.status = %s"], [*values, query["status"][0]]
    if "location" in query:
        conditions, values = [*conditions, "a.location_id = %s"], [*values, int(query["location"][0])]
    if "received_date_after" in query:
        conditions, values = [*conditions, "a.received_date >= %s"], [*values, query["received_date_after"][0]]
    cursor = json.loads(base64.urlsafe_b64decode(query["cursor"][0] + "===")) if "cursor" in query else None
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    count = None if cursor else counted(db, f"{where} {values}", sql.ASSETS_COUNTED.format(where=where), values)
    if cursor:
        where, values = f"{where} AND a.id < %s" if where else "WHERE a.id < %s", [*values, cursor[0][0]]
    rows = db.execute(sql.ASSETS.format(where=where), values).fetchall()
    return page(rows, [sql.asset(r) for r in rows[:SHOWN]], cursor, count)


def asset(db: Any, pk: int) -> tuple[dict[str, Any], str]:
    """Show one unit that is on sale."""
    row = db.execute(sql.ASSET, [pk]).fetchone()
    return sql.asset(row) | {"allowed_actions": ON_SALE}, f'"{pk}-{row[-2]}"'


def customers(db: Any, query: Query) -> dict[str, Any]:
    """Find customers by a fragment."""
    text = query["search"][0]
    statement = sql.CUSTOMERS_FOUND.format(phones=sql.PHONES if text.isdigit() else "")
    values = {"text": f"%{text.upper()}%", "digits": f"%{text.lstrip('0')[-9:]}%"}
    rows = db.execute(statement, values).fetchall()
    return page(rows, [sql.customer(r) for r in rows[:SHOWN]], None, rows[0][-1] if rows else 0)


def invoices(db: Any, rows: list[Any]) -> list[dict[str, Any]]:
    """Show invoices with their lines and tenders."""
    ids = [r[0] for r in rows]
    lines: dict[int, list[dict[str, Any]]] = {pk: [] for pk in ids}
    payments: dict[int, list[dict[str, Any]]] = {pk: [] for pk in ids}
    for r in db.execute(sql.LINES, [ids]).fetchall():
        lines[r[0]].append(sql.line(r))
    for r in db.execute(sql.PAYMENTS, [ids]).fetchall():
        payments[r[0]].append(sql.payment(r))
    return [sql.invoice(r, lines[r[0]], payments[r[0]]) for r in rows]


def invoice(db: Any, pk: int) -> tuple[dict[str, Any], str]:
    """Show one invoice that is settled: it can be voided, no more."""
    rows = db.execute(sql.INVOICES.format(where="WHERE i.id = %s"), [pk]).fetchall()
    return invoices(db, rows)[0] | {"allowed_actions": SETTLED}, f'"{pk}-{rows[0][-1]}"'


def act(db: Any, user: Any, step: str = "") -> None:
    """Tell the triggers who acts, through which door."""
    db.execute(sql.ACT, [json.dumps({"actor": user[0], "door": "api", "step": step, "request_id": "0" * 32})])


def create(db: Any, user: Any, path: list[str], body: bytes) -> tuple[str, dict[str, Any], str]:
    """Put a product model into the catalogue."""
    with db.transaction():
        act(db, user, "create")
        row = db.execute(sql.MODEL_CREATE, orjson.loads(body)).fetchone()
    return "201 Created", dict(zip(sql.MODEL_FIELDS, row, strict=True)), f'"{row[0]}-1"'


def change(db: Any, user: Any, path: list[str], body: bytes) -> tuple[str, dict[str, Any], str]:
    """Change the notes of a unit."""
    pk = int(path[1])
    with db.transaction():
        act(db, user, "update")
        db.execute(sql.ASSET_LOCK, [pk]).fetchone()
        db.execute(sql.ASSET_UPDATE, [orjson.loads(body)["cosmetic_notes"], pk])
    return "200 OK", *asset(db, pk)


def issue(db: Any, user: Any, path: list[str], body: bytes) -> tuple[str, dict[str, Any], str]:
    """Issue a draft."""
    pk = int(path[1])
    with db.transaction():
        act(db, user, "issue")
        for text in sql.ISSUE:
            db.execute(text, {"id": pk})
    return "200 OK", *invoice(db, pk)


def apply(db: Any, user: Any, path: list[str], body: bytes) -> tuple[str, dict[str, Any], str]:
    """Put the money of a payment where it belongs."""
    pk = int(path[1])
    with db.transaction():
        act(db, user, "apply")
        for text in sql.APPLY:
            db.execute(text, {"id": pk, "user": user[0]})
    shown, customer, bank, confirmed_by, version = db.execute(sql.APPLIED, [pk]).fetchone()
    items = [
        {"id": r[0], "item_number": r[1], "type": r[2], "amount": r[3], "document": sql.linked(r[4], r[5])}
        for r in db.execute(sql.APPLIED_ITEMS, [pk]).fetchall()
    ]
    told = {"customer": customer, "deposited_in_bank": bank, "confirmed_by": confirmed_by, "sales_payment_items": items}
    return "200 OK", shown | told, f'"{pk}-{version}"'


# By method and the last word of the address. A write that is measured (cases.WRITES) has its work by hand here.
WRITES = {
    ("POST", "product-models"): create,
    ("PATCH", "assets"): change,
    ("POST", "issue"): issue,
    ("POST", "apply"): apply,
}


def report(db: Any, name: str) -> dict[str, Any]:
    """Return what a report's SQL says."""
    return {"results": [db.execute(text).fetchall() for text in reports.REPORTS[name]]}


def read(db: Any, path: list[str], query: Query) -> tuple[dict[str, Any], str]:
    """Answer a list, one row or a report, and its ETag."""
    if path[0] == "reports":
        return report(db, path[1]), ""
    if len(path) > 1:
        return asset(db, int(path[1])) if path[0] == "assets" else invoice(db, int(path[1]))
    if path[0] == "assets":
        return assets(db, query), ""
    if path[0] == "customers":
        return customers(db, query), ""
    text = "SELECT count(*) FROM (SELECT FROM invoices_invoice LIMIT 1001) c"
    count = counted(db, "invoices", text, [])
    rows = db.execute(sql.INVOICES.format(where=""), []).fetchall()
    return page(rows, invoices(db, rows[:SHOWN]), None, count), ""


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request."""
    query = parse_qs(environ["QUERY_STRING"])
    db = connected(f"-c plan_cache_mode=force_{query['plans'][0]}_plan" if "plans" in query else "")
    key = COOKIE.search(environ.get("HTTP_COOKIE", ""))
    user = db.execute(sql.SESSION, [key[1] if key else ""]).fetchone()
    path = environ["PATH_INFO"].removeprefix("/api/v1/").split("/")
    status, etag, method = "200 OK", "", environ["REQUEST_METHOD"]
    if user is None:
        status, answer = "401 Unauthorized", {}
    elif method == "GET":
        answer, etag = read(db, path, query)
    else:
        word = next(word for word in reversed(path) if not word.isdigit())
        status, answer, etag = WRITES[method, word](db, user, path, environ["wsgi.input"].read())
    out = orjson.dumps(answer, default=str, option=orjson.OPT_UTC_Z)
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(out))), ("ETag", etag)]
    start_response(status, headers)
    return [out]
