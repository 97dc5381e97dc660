"""Bodies and texts that no parser should take."""

import json
from io import BytesIO

import pytest

from apps.inventory.models import Asset, Location, ProductModel
from common.testing.callers import Answer, Caller
from tests.bad_input.catalogue import refused

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]

DEEP = b'{"notes": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
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
    (73, b"\t", 400),
    (73, b"[]", 400),
    (73, b'"text"', 400),
    (73, b"null", 400),
    (73, b"7", 400),
]


@pytest.mark.parametrize(("case", "body", "status"), BODIES, ids=[f"{case}-{i}" for i, (case, *_) in enumerate(BODIES)])
def test_a_body_that_no_parser_should_take(manager, unchanged, case, body, status):
    refused(manager.call("POST", "locations", body), status)


@pytest.mark.parametrize(
    ("name", "address", "media", "status"),
    [
        ("manager", "locations", "application/json", 413),
        ("manager", "locations", "text/plain", 415),
        ("manager", "nothing-here", "application/json", 404),
        ("warehouse2", "locations", "application/json", 403),
        ("manager", "attachments", "multipart/form-data; boundary=x", 413),
        (None, "attachments", "multipart/form-data; boundary=x", 413),
        (None, "locations", "application/json", 401),
    ],
)
def test_72_a_large_body_is_taken_in_before_it_is_refused(people, name, address, media, status):
    caller = Caller(people.get(name))
    sent = BytesIO(b"x" * 6_000_000)
    headers = {"Authorization": f"Bearer {caller.token}"} if name else {}
    body = {"wsgi.input": sent, "CONTENT_LENGTH": "6000000"}
    response = caller.client.generic("POST", f"/api/v1/{address}", b"-", content_type=media, headers=headers, **body)
    refused(Answer(response), status)
    assert sent.read(1) == b""


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


@pytest.mark.parametrize("phone", [201234567, 20.5, True, ["0201234567"]])
def test_a_number_is_no_text(people, unchanged, phone):
    """The 0 before a phone number is lost before it arrives."""
    answer = Caller(people["sales"]).post("customers", {"full_name": "Ama", "phone": phone})
    refused(answer, 400, "invalid", attr="phone")


def test_a_number_is_no_serial_number(warehouse, unchanged):
    facts = {"product_model": ProductModel.objects.first().pk, "location": Location.objects.first().pk}
    answer = warehouse.post("assets/receive", facts | {"received_date": "2026-01-02", "serial_numbers": [12345]})
    refused(answer, 400, "invalid", attr="serial_numbers.0")
