"""Reads over the whole API: what the compiled engine shows, what it asks of the database, and how that is planned."""

import re
from typing import Any

import django_filters as df
import orjson
import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from rest_framework import serializers

from common import access
from common.api import filters
from common.api.compiled import compile_serializer, restricted_in
from common.api.reading import Reader
from common.api.renderers import dumps
from common.api.search import Search
from common.db.sql import Parameter, Statement
from common.testing.callers import Caller
from tests.addresses import view_sets

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]
EVERY = pytest.mark.parametrize("view", view_sets(), ids=lambda view: view.resource)
ROWS = 1_000_000
NOT_DELETED = "(deleted_at IS NULL)"
# Hundreds of rows in the largest business: reading them whole is the best there is.
SMALL = {
    "accounts_apitoken", "accounts_businesssettings", "accounts_savedview", "accounts_user", "accounts_user_groups",
    "accounts_userrole", "auth_group", "customers_leadsource", "inventory_bulkstock", "inventory_location",
    "inventory_productmodel", "inventory_stockcount", "payments_bank",
}  # fmt: skip

# Filters that name a broad part of a list (a kind, a currency, a range of amounts): with them the list is read in its
# own order until the page is full. One more here is a decision; one less, once it has an index, is welcome.
NOTES = {
    "applied_at_after", "applied_at_before", "archived", "balance_max", "balance_min", "created_at_after",
    "created_at_before", "currency", "total_max", "total_min",
}  # fmt: skip
ACCOUNT = {
    "applied_at_after", "applied_at_before", "archived", "created_at_after", "created_at_before",
    "currency", "received_at_after", "received_at_before", "total_max", "total_min",
}  # fmt: skip
BROAD = {
    "assets": {"sale_price_max", "sale_price_min"},
    "audit-events": {"action", "door"},
    "bulk-movements": {"kind"},
    "customers": {"account_hold", "credit_limit_max", "credit_limit_min", "credit_term_days", "currency"},
    "diagnostics": {"diagnostic_date_after", "diagnostic_date_before", "overall_result"},
    "inventory-movements": {"from_status", "to_status"},
    "credit-notes": NOTES,
    "debit-notes": NOTES,
    "invoices": {"balance_max", "balance_min", "currency", "customer_type", "total_max", "total_min", "void_status"},
    "ledger-entries": {"cause"},
    "orders": {
        "applied_at_after", "applied_at_before", "created_at_after", "created_at_before", "credit_term", "currency",
        "order_total_max", "order_total_min", "requires_office_approval",
    },
    "payments": {"amount_max", "amount_min", "currency", "kind"},
    "sales-payment-reversals": ACCOUNT,
    "sales-payments": ACCOUNT,
    "read-events": {"at_after", "at_before", "request_id", "what"},
    "warranties": {"status", "warranty_tier"},
    "wipe-certificates": {"wipe_date_after", "wipe_date_before", "wipe_method"},
}  # fmt: skip


def plain(data: Any) -> Any:
    """Return the data as a client reads it, nested rows by id."""
    if isinstance(data, list) and all(isinstance(row, dict) and "id" in row for row in data):
        return [plain(row) for row in sorted(data, key=lambda row: row["id"])]
    if isinstance(data, dict):
        return {name: plain(value) for name, value in data.items()}
    return data


@EVERY
def test_the_compiled_output_is_what_the_serializer_says(view, people):
    rows = list(view.rows().order_by("pk"))
    assert rows
    declared = view.serializer_class(rows, many=True).data
    shown = view._reader.many(people["admin"], [row.pk for row in rows])
    assert plain(orjson.loads(dumps(shown))) == plain(orjson.loads(dumps(declared)))


@EVERY
def test_what_a_role_may_not_see_is_absent_and_nothing_else(view, people):
    user = people["technician"]
    hidden = view._reader.hidden_from(user)
    restricted = restricted_in(view.serializer_class)
    assert hidden == {name for name, right in restricted.items() if not access.may(user.roles, right)}
    rows = view._reader.many(user, list(view.rows().values_list("pk", flat=True)))
    declared = view.serializer_class().fields
    assert set(rows[0]) == set(declared) - hidden
    for name, lines in declared.items():
        if isinstance(lines, serializers.ListSerializer):
            within = next(row[name] for row in rows if row[name])
            assert set(within[0]) == {field for field in lines.child.fields if f"{name}.{field}" not in hidden}


def statements(caller: Caller, path: str) -> int:
    """Return how many statements a request costs, the second time it is asked."""
    caller.ok(caller.get(path))
    with CaptureQueriesContext(connection) as captured:
        caller.ok(caller.get(path))
    return len(captured)


@EVERY
def test_a_list_costs_two_statements_and_one_per_nested_list(view, people):
    nested = len(compile_serializer(view.serializer_class, frozenset()).children)
    assert statements(Caller(people["admin"]), view.resource) == 2 + nested


@EVERY
def test_a_row_costs_two_statements_and_one_per_nested_list(view, people, monkeypatch):
    monkeypatch.setattr(view, "workflow", None)
    caller = Caller(people["admin"])
    nested = len(compile_serializer(view.serializer_class, frozenset()).children)
    newest = caller.ok(caller.get(view.resource))["results"][0]["id"]
    assert statements(caller, f"{view.resource}/{newest}") == 2 + nested


@pytest.mark.parametrize(
    ("role", "resource", "change", "expected"),
    [
        ("warehouse", "assets", {"supplier": "Another"}, 4),
        ("manager", "customers", {"city": "Tema"}, 4),
        # A row that is read before it is locked.
        ("manager", "lead-sources", {"source_name": "Another"}, 5),
    ],
)
def test_a_change_costs_four_statements(people, role, resource, change, expected):
    """Signing in, reading under the lock, writing, answering."""
    caller = Caller(people[role])
    newest = caller.ok(caller.get(resource))["results"][0]["id"]
    caller.ok(caller.get(f"{resource}/{newest}"))
    with CaptureQueriesContext(connection) as captured:
        caller.ok(caller.patch(f"{resource}/{newest}", change, etag="*"))
    asked = [query["sql"] for query in captured]
    # Within a test, the transaction itself is a savepoint.
    assert (len(asked), sum(text.startswith("SAVEPOINT") for text in asked)) == (expected + 2, 1), asked


def test_who_asks_for_ever_other_things_makes_a_process_forget_and_not_grow(people, monkeypatch):
    monkeypatch.setattr("common.api.reading.MOST_REMEMBERED", 3)
    caller, reader = Caller(people["manager"]), Reader.every["customers"]
    monkeypatch.setattr(reader, "_statements", {})
    for field in reader.orderings:
        caller.ok(caller.get("customers", ordering=field))
        assert len(reader._statements) <= 3


def test_a_field_is_sorted_by_once(people):
    caller, reader = Caller(people["manager"]), Reader.every["customers"]
    once = caller.ok(caller.get("customers", ordering="city"))["results"]
    known = set(reader._statements)
    assert caller.ok(caller.get("customers", ordering="city,-city,city"))["results"] == once
    assert set(reader._statements) == known


def value_for(declared: df.Filter) -> str:
    """Return a value that the filter takes."""
    kinds: list[tuple[type[df.Filter], str]] = [
        (filters.Flag, "true"),
        (filters.Ref, "1"),
        (filters.Person, "1"),
        (filters.Amount, "1.00"),
        (df.NumberFilter, "1"),
        (df.DateFilter, "2026-01-01"),
        (df.IsoDateTimeFilter, "2026-01-01T00:00:00Z"),
    ]
    if isinstance(declared, (filters.Several, df.ChoiceFilter)) and not isinstance(declared, filters.Flag):
        return str(declared.extra["choices"][0][0])
    return next((value for kind, value in kinds if isinstance(declared, kind)), "0201234567")


def questions(view: Any) -> list[str]:
    """Return the query strings that make every shape of the list: plain, deep, each order, each filter, search."""
    reader = view._reader
    asked = ["", "page_size=1"]
    asked += [f"ordering={sign}{name}" for name in reader.orderings for sign in ("", "-")]
    asked += [f"{name}={value_for(declared)}" for name, declared in reader.filters.declared.items()]
    return asked


def listed(view: Any, user: Any, question: str) -> list[Statement]:
    """Ask the list and return the statements that were written for it, the page after the first included."""
    reader = view._reader
    reader._statements.clear()
    page = reader.page(user, QueryDict(question))
    if page["next"]:
        reader.page(user, QueryDict(f"{question}&cursor={page['next']}"))
    return list(reader._statements.values())


@pytest.fixture(scope="module", autouse=True)
def compact(world, django_db_blocker):
    """Tables and indexes are as small as their rows: a plan depends on pages, and those on the tests before.

    The locks also keep autovacuum away until the module is undone.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, i.relname FROM pg_class c JOIN pg_index x ON x.indrelid = c.oid AND x.indisprimary"
            " JOIN pg_class i ON i.oid = x.indexrelid"
            " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
        )
        for table, key in cursor.fetchall():
            cursor.execute(f"CLUSTER {table} USING {key}")


@pytest.fixture
def as_if_large(db):
    """Every large table seems to hold a million rows to the planner.

    What an analysis learned of the few rows that are there is forgotten: autovacuum may or may not have come by.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM pg_statistic WHERE starelid IN"
            " (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
        )
        cursor.execute(
            "UPDATE pg_class SET reltuples = %s, relpages = 1 WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace AND relname <> ALL (%s)",
            [ROWS, sorted(SMALL)],
        )


def plan_of(statement: Statement) -> dict[str, Any]:
    """Return the plan that PostgreSQL makes without knowing any value, as for a prepared statement."""
    numbers = iter(range(1, 1000))
    text = re.sub("%s", lambda _: f"${next(numbers)}", statement.text)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {text}")
        return cursor.fetchone()[0][0]["Plan"]


def plan_with(statement: Statement, values: dict[str, Any]) -> dict[str, Any]:
    """Return the plan for these values, as for a search."""
    bound = [values[p.name] if isinstance(p, Parameter) else p for p in statement.params]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement.text}", bound)
        return cursor.fetchone()[0][0]["Plan"]


def scans(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the nodes that read a large table from end to end, looking at each row.

    A scan that takes every row, or every row that is not deleted, stops at its limit: the cheapest way to count to it.
    """
    found = [scan for inner in plan.get("Plans", []) for scan in scans(inner)]
    looks = plan.get("Filter", NOT_DELETED) != NOT_DELETED
    if plan["Node Type"] == "Seq Scan" and plan["Relation Name"] not in SMALL and looks:
        found.append(plan)
    return found


def told(scan: dict[str, Any]) -> str:
    return f"{scan['Relation Name']}: {scan['Filter']}"


@EVERY
def test_no_list_reads_a_large_table_from_end_to_end(view, people, as_if_large):
    found: dict[str, list[str]] = {}
    for name in ("admin", "remote_sales"):
        if access.may(people[name].roles, f"{view.resource}.list"):
            for question in questions(view):
                read = [told(scan) for s in listed(view, people[name], question) for scan in scans(plan_of(s))]
                found.setdefault(question.partition("=")[0], []).extend(read)
    broad = {name for name, read in found.items() if read}
    assert broad == BROAD.get(view.resource, set()), {name: found[name] for name in broad}


@pytest.mark.parametrize("view", [v for v in view_sets() if v.search], ids=lambda view: view.resource)
def test_no_search_reads_a_large_table_from_end_to_end(view, people, as_if_large):
    search: Search = view.search
    statement = listed(view, people["admin"], "search=0201234567")[0]
    assert statement.prepare is True
    assert [told(scan) for scan in scans(plan_of(statement))] == []
    assert [told(scan) for scan in scans(plan_with(statement, search.values("0201234567")))] == []


def unsure(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the nodes that look through a large table for a value, so that their cost depends on which it is."""
    found = [node for inner in plan.get("Plans", []) for node in unsure(inner)]
    if re.search(r"\$\d", plan.get("Filter", "")) and plan.get("Relation Name", "") not in SMALL:
        found.append(plan)
    return found


@EVERY
def test_a_list_that_is_prepared_has_one_plan_for_every_value(view, people, as_if_large):
    found = {
        f"{question}: {node['Filter']}"
        for question in questions(view)
        for statement in listed(view, people["admin"], question)
        if statement.prepare
        for node in unsure(plan_of(statement))
    }
    assert found == set()


def test_control_a_plan_that_depends_on_the_value_is_found(people, as_if_large):
    text = "SELECT id FROM inventory_asset WHERE status = ANY(%s) ORDER BY id DESC LIMIT 51"
    assert [node["Filter"] for node in unsure(plan_of(Statement(text, ([],))))] == ["((status)::text = ANY ($1))"]


def test_a_list_is_planned_for_its_own_values_unless_one_plan_fits_all(people):
    view = next(view for view in view_sets() if view.resource == "assets")
    admin = people["admin"]
    kept = ["", "status=Sold", "location=1", "ordering=-received_date", "search=C4C"]
    anew = ["status=Sold&status=Returned", "status=Sold&location=1", "ordering=-received_date&location=1", "brand=HP"]
    assert {question: listed(view, admin, question)[0].prepare for question in kept + anew} == (
        dict.fromkeys(kept, True) | dict.fromkeys(anew, False)
    )


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("plan_cache_mode", "force_generic_plan"),  # a prepared statement is planned once
        ("enable_memoize", "off"),  # a list makes no table for a million rows to read fifty
        ("parallel_setup_cost", "5000"),  # nor does it call helpers
    ],
)
def test_our_connections_plan_for_pages(db, setting, expected):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {setting}")
        assert cursor.fetchone() == (expected,)


def test_a_search_that_no_index_knows_is_planned_for_itself(people):
    view = next(view for view in view_sets() if view.resource == "assets")
    assert listed(view, people["admin"], "search=02")[0].prepare is False


def test_control_a_filter_without_an_index_is_found(people, as_if_large):
    statement = Statement("SELECT id FROM inventory_asset WHERE cosmetic_notes = %s ORDER BY sale_date", ("x",))
    assert [scan["Relation Name"] for scan in scans(plan_of(statement))] == ["inventory_asset"]


COUNT = re.compile(r"\bcount\s*\(", re.IGNORECASE)
BOUNDED = re.compile(r"\(SELECT COUNT\(\*\) FROM \(SELECT .*? LIMIT 1001\) counted\)", re.DOTALL)


def unbounded_counts(text: str) -> int:
    """Return how many counts of the statement have no limit."""
    return len(COUNT.findall(text)) - len(BOUNDED.findall(text))


@EVERY
def test_no_list_counts_without_a_limit(view, people):
    for question in questions(view):
        assert [unbounded_counts(statement.text) for statement in listed(view, people["admin"], question)] in (
            [0], [0, 0],
        )  # fmt: skip


def test_control_a_count_without_a_limit_is_found():
    assert unbounded_counts("SELECT id, (SELECT COUNT(*) FROM (SELECT id FROM x) counted) FROM x") == 1
    assert unbounded_counts("SELECT id, (SELECT COUNT(*) FROM (SELECT id FROM x LIMIT 1001) counted) FROM x") == 0
