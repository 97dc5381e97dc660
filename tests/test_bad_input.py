"""Wrong input of every kind, at the API's edge: the stated status, the one error shape, and nothing is changed.

The numbers in names and rows are the cases of the catalogue of bad input.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from apps.accounts.services import token_create, user_update
from apps.inventory.models import Asset, BulkStock
from apps.inventory.tests.factories import place, receive
from common.testing.callers import Answer, Caller

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]

DEEP = b'{"notes": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"


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


@pytest.fixture
def warehouse(people) -> Caller:
    return Caller(people["warehouse"])


@pytest.fixture
def manager(people) -> Caller:
    return Caller(people["manager"])


@pytest.fixture
def unchanged(warehouse, manager) -> Iterator[None]:
    """Nothing is written from here to the end of the test."""
    before = written()
    yield
    assert written() == before


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


AMOUNTS = [
    (1, "-1", "min_value"),
    (3, "1.005", "max_decimal_places"),
    (4, "NaN", "invalid"),
    (4, "Infinity", "invalid"),
    (5, "1e400", "invalid"),
    (6, "1234567890123.00", "max_digits"),
    (6, "12345678901", "max_whole_digits"),
    (7, "1,000.00", "invalid"),
    (8, "١٢٣", "invalid"),
    (9, True, "invalid"),
    (9, [], "invalid"),
    (9, {"amount": 1}, "invalid"),
]


@pytest.mark.parametrize(("case", "amount", "code"), AMOUNTS)
def test_an_amount_that_is_none(manager, unchanged, case, amount, code):
    body = {"sku": "X", "item_name": "X", "category": "X", "location": place().pk, "unit_cost": amount}
    refused(manager.post("bulk-stock", body), 400, code, attr="unit_cost")


@pytest.mark.parametrize(
    ("case", "quantity", "code"),
    [
        (11, 0, "min_value"),
        (11, -1, "min_value"),
        (11, 1.5, "invalid"),
        (11, "1.5", "invalid"),
        (12, 2**31, "max_value"),
        (12, 2**63, "max_value"),
        (11, True, "invalid"),
        (11, None, "null"),
        (11, "", "invalid"),
        (8, "١٢", "invalid"),
        (11, [1], "invalid"),
    ],
)
def test_a_quantity_that_is_none(warehouse, unchanged, case, quantity, code):
    stock = BulkStock.objects.get()
    refused(warehouse.post(f"bulk-stock/{stock.pk}/receive", {"quantity": quantity}), 400, code, attr="quantity")


def test_a_quantity_that_is_missing(warehouse, unchanged):
    refused(warehouse.post(f"bulk-stock/{BulkStock.objects.get().pk}/receive", {}), 400, "required", attr="quantity")


def test_more_is_taken_away_than_there_is(manager, unchanged):
    stock = BulkStock.objects.get()
    answer = manager.post(f"bulk-stock/{stock.pk}/adjust", {"quantity": -1000, "reason": "Lost"})
    refused(answer, 409, "insufficient_stock")


def test_more_is_received_than_the_column_holds(warehouse, manager, unchanged):
    stock = BulkStock.objects.get()
    for _ in range(2):
        answer = warehouse.post(f"bulk-stock/{stock.pk}/adjust", {"quantity": 2_147_483_647, "reason": "Much"})
        refused(answer, 403)
    refused(manager.post(f"bulk-stock/{stock.pk}/adjust", {"quantity": 2_147_483_647, "reason": "Much"}), 400)


@pytest.mark.parametrize("wrong", [999_999, 2**62, 0, -1, 2**63, "abc", True, [], {"id": 999_999}, {"name": "x"}])
def test_22_a_reference_to_nothing(warehouse, unchanged, wrong):
    body = {"product_model": wrong, "location": place().pk, "received_date": "2026-01-01", "serial_numbers": ["N-1"]}
    answer = warehouse.post("assets/receive", body)
    refused(answer, 400, attr="product_model")


def test_65_a_serial_that_exists_in_another_spelling(warehouse, unchanged):
    unit = Asset.objects.earliest("pk")
    body = {
        "product_model": unit.product_model_id,
        "location": place().pk,
        "received_date": "2026-01-01",
        "serial_numbers": [f"  {unit.serial_number.lower()} "],
    }
    refused(warehouse.post("assets/receive", body), 400, "duplicate_serial", attr="serial_numbers.0")


@pytest.mark.parametrize(
    ("case", "field", "value", "code"),
    [
        (66, "condition_grade", "Z", "invalid_choice"),
        (66, "condition_grade", "", "invalid_choice"),
        (66, "condition_grade", "a", "invalid_choice"),
        (67, "battery_health_percent", 101, "max_value"),
        (67, "battery_health_percent", -1, "min_value"),
        (77, "cosmetic_notes", "x" * 20_000, "max_length"),
    ],
)
def test_a_grading_that_is_none(people, unchanged, case, field, value, code):
    unit = Asset.objects.filter(status="Ready for Sale").first()
    bench = Caller(people["technician"])
    answer = bench.post(f"assets/{unit.pk}/pass-qc", {"condition_grade": "A"} | {field: value})
    refused(answer, 400, code, attr=field)


BODIES = [
    (68, b'{"location_name": "a\\u0000b"}', 400),
    (70, b'{"location_name": "a\\ud800b"}', 400),
    (71, DEEP, 400),
    (73, b'{"location_name": "\xff\xfe"}', 400),
    (74, b'{"location_name": NaN}', 400),
    (74, b'{"location_name": -Infinity}', 400),
    (75, b'{"location_name": "a", "location_name": "b"}', 400),
    (76, b'{"location_name": ' + b"9" * 5000 + b"}", 400),
    (78, '{"location_name": "a\u202eb"}'.encode(), 400),
    (78, ('{"location_name": "a' + "\u0301" * 10_000 + '"}').encode(), 400),
    (72, b'{"location_name": "' + b"x" * 5_000_000 + b'"}', 413),
    (73, b'{"location_name": ', 400),
    (73, b"[]", 400),
    (73, b'"text"', 400),
    (73, b"null", 400),
    (73, b"7", 400),
]


@pytest.mark.parametrize(("case", "body", "status"), BODIES, ids=[f"{case}-{i}" for i, (case, *_) in enumerate(BODIES)])
def test_a_body_that_no_parser_should_take(manager, unchanged, case, body, status):
    refused(manager.call("POST", "locations", body), status)


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"], ids=["nul", "surrogate"])
def test_69_70_text_inside_a_json_field(people, unchanged, text):
    unit = Asset.objects.filter(status="Received").first()
    body = json.dumps({"checklist_data": {"display": text}, "overall_result": "Pass"}).encode()
    refused(Caller(people["technician"]).call("POST", f"assets/{unit.pk}/record-diagnostics", body), 400)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("location_name", "x" * 51, "max_length"),
        ("location_name", "", "blank"),
        ("location_name", "  ", "blank"),
        ("location_name", None, "null"),
        ("location_name", ["a"], "invalid"),
        ("location_name", True, "invalid"),
        ("location_name", "Warehouse", "unique"),
    ],
)
def test_77_a_name_that_is_none(manager, unchanged, field, value, code):
    refused(manager.post("locations", {field: value}), 400, code, attr=field)


@pytest.mark.parametrize(
    "media", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_79_a_body_that_is_not_json(manager, unchanged, media):
    answer = manager.call("POST", "locations", b"location_name=x", Content_Type=media)
    refused(answer, 415, "unsupported_media_type")


def test_80_an_answer_that_is_not_offered(manager, unchanged):
    refused(manager.call("GET", "locations", Accept="application/xml"), 406, "not_acceptable")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_81_a_method_that_a_list_has_not(manager, unchanged, method):
    refused(manager.call(method, "locations", {}), 405, "method_not_allowed")


@pytest.mark.parametrize(
    "pk", [str(2**63 - 1), str(2**70), "abc", "%00", "1%2F2", "0", "-1", "1.5", "٣", "9" * 400, "1e3", "..%2F.."]
)
def test_82_an_id_that_no_row_has(manager, unchanged, pk):
    refused(manager.call("GET", f"assets/{pk}"), 404, "not_found")


@pytest.mark.parametrize(
    ("query", "attr"),
    [
        ("page_size=0", "page_size"),
        ("page_size=abc", "page_size"),
        ("page_size=-1", "page_size"),
        ("page_size=1e3", "page_size"),
        ("page_size=٣", "page_size"),
        ("cursor=abc", "cursor"),
        ("cursor=AAAA", "cursor"),
        ("cursor=%00", "cursor"),
        ("cursor=W10", "cursor"),
        ("ordering=password", "ordering"),
        ("page=0", "page"),
        ("ordering=-", "ordering"),
        ("ordering=id;drop", "ordering"),
        ("stattus=Sold", "stattus"),
        ("status=Lost", "status"),
        ("location=abc", "location"),
        ("location=0", "location"),
        ("location=99999999999999999999", "location"),
        ("received_date_after=0000-00-00", "received_date_after"),
        ("received_date_after=2026-02-30", "received_date_after"),
        ("search=a", "search"),
        ("search=ab%00", "search"),
        ("serial_number=%00", "serial_number"),
    ],
)
def test_83_85_a_list_asked_in_a_way_it_does_not_know(manager, unchanged, query, attr):
    refused(manager.call("GET", f"assets?{query}"), 400, attr=attr)


@pytest.mark.parametrize("amount", ["1e999999", "NaN", "abc", "1.005", "٣", "Infinity"])
def test_85_an_amount_to_filter_by_that_is_none(manager, unchanged, amount):
    refused(manager.get("invoices", total_min=amount), 400, attr="total_min")


def test_83_a_page_is_never_longer_than_two_hundred_rows(people, manager):
    receive(people, 201)
    assert len(manager.ok(manager.get("assets", page_size=10**6))["results"]) == 200


def cursor_of(values: list[Any]) -> str:
    """Return a forged cursor with these values."""
    import base64

    return base64.urlsafe_b64encode(json.dumps([values, 0, 1, 1]).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("ordering", "values"),
    [
        ("id", ["abc"]),
        ("id", ["1'; --"]),
        ("id", [True]),
        ("id", [1.5]),
        ("id", [None]),
        ("id", [[1]]),
        ("id", [1, 1]),
        ("created_at", [5, 1]),
        ("created_at", ["never", 1]),
        ("serial_number", [7, "x"]),
        ("id", [""]),
    ],
)
def test_83_a_forged_cursor(manager, unchanged, ordering, values):
    with transaction.atomic():
        answer = manager.get("assets", ordering=ordering, cursor=cursor_of(values))
        transaction.set_rollback(True)
    refused(answer, 400, "invalid", attr="cursor")


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
def test_87_an_idempotency_key_that_is_none(manager, unchanged, key):
    answer = manager.post("locations", {"location_name": "New"}, Idempotency_Key=key)
    refused(answer, 400, "idempotency_key_invalid")


def test_86_a_request_that_moves_money_without_a_key(people, unchanged):
    body = {"invoice": 1, "payment_method": "Cash", "amount": "1.00"}
    refused(Caller(people["sales"]).post("payments", body, key=False), 400, "idempotency_key_required")


def test_88_a_key_that_was_used_for_something_else(manager):
    first = manager.post("locations", {"location_name": "New"}, Idempotency_Key="k1")
    assert first.status == 201
    before = written()
    refused(manager.post("locations", {"location_name": "Other"}, Idempotency_Key="k1"), 422, "idempotency_key_reused")
    refused(manager.post("lead-sources", {"source_name": "New"}, Idempotency_Key="k1"), 422, "idempotency_key_reused")
    again = manager.post("locations", {"location_name": "New"}, Idempotency_Key="k1")
    assert (again.status, again.raw, again.headers["Idempotent-Replayed"]) == (201, first.raw, "true")
    assert written() == before


def test_88_the_key_of_another_user_is_not_ones_own(people):
    for name in ("manager", "manager2"):
        answer = Caller(people[name]).post("locations", {"location_name": f"Of {name}"}, Idempotency_Key="shared")
        assert answer.status == 201


def test_a_refused_request_keeps_no_key(manager, unchanged):
    refused(manager.post("locations", {"location_name": ""}, Idempotency_Key="k2"), 400, "blank")
    refused(manager.post("locations", {"location_name": "Warehouse"}, Idempotency_Key="k2"), 400, "unique")


@pytest.mark.parametrize(
    ("etag", "status", "code"),
    [
        (None, 428, "if_match_required"),
        ('"1-999"', 412, "stale"),
        ("nonsense", 412, "stale"),
        ('W/"0-0"', 412, "stale"),
    ],
)
def test_89_an_edit_of_a_version_that_is_not_the_last(manager, unchanged, etag, status, code):
    unit = Asset.objects.earliest("pk")
    headers = {} if etag is None else {"If_Match": etag}
    refused(manager.call("PATCH", f"assets/{unit.pk}", {"supplier": "X"}, **headers), status, code)


def test_89_a_step_on_a_version_that_is_not_the_last(people, unchanged):
    unit = Asset.objects.filter(status="Received").first()
    answer = Caller(people["technician"]).post(f"assets/{unit.pk}/start-diagnostics", If_Match='"1-999"')
    refused(answer, 412, "stale")


def test_16_17_what_the_system_decides_is_ignored_when_a_client_sends_it(manager):
    unit = Asset.objects.filter(status="Received").first()
    body = {"status": "Sold", "sale_price": "1.00", "version": 99, "serial_number": "STOLEN", "location": 1, "id": 7,
            "supplier": "New"}  # fmt: skip
    shown = manager.ok(manager.patch(f"assets/{unit.pk}", body))
    assert (shown["id"], shown["status"], shown["sale_price"], shown["serial_number"], shown["supplier"]) == (
        unit.pk, "Received", None, unit.serial_number, "New",
    )  # fmt: skip


def test_90_a_session_without_its_csrf_token(people, unchanged):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["manager"], backend="apps.accounts.backends.RoleBackend")
    before = written()
    answer = Answer(client.post("/api/v1/locations", {"location_name": "New"}, content_type="application/json"))
    refused(answer, 403, "permission_denied")
    assert written() == before
    client.logout()


@pytest.mark.parametrize("token", ["x", "ft_" + "0" * 61, "", "ft_ ", "ft_\u00e9" * 20, "Bearer"])
def test_91_a_token_that_is_none(unchanged, token):
    refused(Caller(None, token or " ").get("assets"), 401)


def test_91_the_token_of_somebody_who_left(people):
    admin, clerk = people["admin"], people["warehouse2"]
    caller = Caller(clerk)
    assert caller.get("assets").status == 200
    user_update(user=clerk, actor=admin, is_active=False)
    refused(caller.get("assets"), 401, "authentication_failed")


def test_91_an_expired_token(people):
    from datetime import timedelta

    from django.utils import timezone
    from time_machine import travel

    clerk = people["warehouse"]
    token = token_create(user=clerk, name="Short", expires_at=timezone.now() + timedelta(hours=1), actor=clerk)[1]
    assert Caller(None, token).get("assets").status == 200
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_apitoken SET expiry = now() - interval '1 second' WHERE name = 'Short'")
    with travel(timezone.now()):
        refused(Caller(None, token).get("assets"), 401, "authentication_failed")


@pytest.mark.parametrize("cookie", ["abc", "x" * 5000, "'; --", "\u00e9"])
def test_91_a_session_that_is_none(unchanged, cookie):
    client = Client()
    client.cookies["sessionid"] = cookie
    refused(Answer(client.get("/api/v1/assets")), 401, "not_authenticated")


@pytest.mark.parametrize("header", ["HTTP_HOST", "SERVER_NAME"])
def test_94_a_host_that_is_not_ours(manager, unchanged, header):
    answer = Answer(Client().get("/api/v1/assets", **{header: "evil.example"}))
    refused(answer, 400)


def test_94_a_forwarded_host_is_not_believed(manager, unchanged):
    answer = manager.call("GET", "locations", X_Forwarded_Host="evil.example")
    assert answer.status == 200
    assert b"evil.example" not in answer.raw


def test_an_address_that_is_none(manager, unchanged):
    refused(manager.get("nothing-here"), 404, "not_found")
    refused(manager.get("assets/1/nothing-here"), 404, "not_found")


@pytest.mark.parametrize(
    "ids", [None, [], "1", [True], ["1"], [1.5], [[1]], list(range(1, 202)), {"1": 1}, [2**70], [-(2**70)]]
)
def test_a_bulk_step_on_what_is_no_list_of_ids(people, unchanged, ids):
    body = json.dumps({"ids": ids}).encode()
    refused(Caller(people["technician"]).post("assets/bulk/start-diagnostics", body), 400, attr="ids")


def test_a_bulk_step_on_rows_that_are_not_there(people, unchanged):
    answer = Caller(people["technician"]).post("assets/bulk/start-diagnostics", {"ids": [0, -1, 999_999]}, key=False)
    assert answer.json["results"] == [
        {"id": pk, "ok": False, "code": "not_found", "error": "Not found."} for pk in (0, -1, 999_999)
    ]


def test_a_step_that_the_status_does_not_allow(people, unchanged):
    unit = Asset.objects.filter(status="Received").first()
    refused(
        Caller(people["technician"]).post(f"assets/{unit.pk}/pass-qc", {"condition_grade": "A"}),
        409,
        "action_not_allowed",
    )


@pytest.mark.parametrize("reason", ["", "   ", None, "x" * 501, ["because"], True])
def test_a_reason_that_is_none(people, unchanged, reason):
    unit = Asset.objects.filter(status="Received").first()
    refused(Caller(people["technician"]).post(f"assets/{unit.pk}/block", {"reason": reason}), 400, attr="reason")


@pytest.mark.parametrize(
    "day", ["0000-00-00", "2026-02-30", "9999-12-32", "yesterday", "2026-01-01T00:00:00Z", 20260101, True, None, ""]
)
def test_48_a_day_that_is_none(warehouse, unchanged, day):
    unit = Asset.objects.earliest("pk")
    body = {
        "product_model": unit.product_model_id,
        "location": place().pk,
        "serial_numbers": ["N-1"],
        "received_date": day,
    }
    refused(warehouse.post("assets/receive", body), 400, attr="received_date")


@pytest.mark.parametrize("serials", [None, "SN1", [], [None], ["x" * 101], [""], [["a"]], ["a"] * 1001])
def test_serial_numbers_that_are_none(warehouse, unchanged, serials):
    unit = Asset.objects.earliest("pk")
    body = {"product_model": unit.product_model_id, "location": place().pk, "received_date": "2026-01-01"}
    answer = warehouse.post("assets/receive", body | {"serial_numbers": serials})
    refused(answer, 400)
    assert {str(attr).partition(".")[0] for attr in answer.attrs} == {"serial_numbers"}
