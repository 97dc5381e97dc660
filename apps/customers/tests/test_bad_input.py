"""What no customer is made of: refused with the field named, and nothing is written."""

import pytest

from apps.audit.models import AuditEvent
from apps.customers.models import Customer
from apps.customers.tests.factories import make_customer

pytestmark = pytest.mark.django_db

BODY = {"full_name": "Ama", "phone": "0201234567"}
FIELDS = [
    ("full_name", "", "blank"),
    ("full_name", "   ", "blank"),
    ("full_name", None, "null"),
    ("full_name", "x" * 101, "max_length"),
    ("full_name", True, "invalid"),
    ("full_name", ["Ama"], "invalid"),
    ("phone", "", "blank"),
    ("phone", "12345", "invalid"),
    ("phone", "٠٢٠١٢٣٤٥٦٧", "invalid"),
    ("phone", "0" * 21, "max_length"),
    ("alternate_phone", "none", "invalid"),
    ("email", "nobody", "invalid"),
    ("email", f"{'x' * 95}@a.example", "max_length"),
    ("customer_type", "Walk-in", "invalid_choice"),
    ("customer_type", "", "invalid_choice"),
    ("city", "x" * 51, "max_length"),
    ("address", "x" * 501, "max_length"),
    ("notes", "x" * 5001, "max_length"),
    ("currency", "ghs", "invalid"),
    ("currency", "CEDI", "invalid"),
    ("lead_source", 999999, "does_not_exist"),
    ("lead_source", 0, "min_value"),
    ("lead_source", 2**63, "max_value"),
    ("lead_source", "abc", "invalid"),
    ("lead_source", True, "invalid"),
    ("customer_rep", 999999, "does_not_exist"),
    ("credit_limit", -1, "min_value"),
    ("credit_limit", "1.005", "max_decimal_places"),
    ("credit_limit", "NaN", "invalid"),
    ("credit_limit", "Infinity", "invalid"),
    ("credit_limit", "1e400", "invalid"),
    ("credit_limit", "1,000.00", "invalid"),
    ("credit_limit", "12345678901", "max_whole_digits"),
    ("credit_limit", 10**12, "max_digits"),
    ("credit_limit", "١٢", "invalid"),
    ("credit_limit", True, "invalid"),
    ("credit_limit", [], "invalid"),
    ("credit_term_days", -1, "min_value"),
    ("credit_term_days", "1.5", "invalid"),
    ("credit_term_days", 2**31, "max_value"),
    ("credit_term_days", True, "invalid"),
    ("credit_term_days", "١٢", "invalid"),
    ("account_hold", "perhaps", "invalid"),
    ("account_hold", None, "null"),
]


@pytest.mark.parametrize(("field", "value", "code"), FIELDS)
def test_a_wrong_field_is_named_and_nothing_is_written(as_, people, field, value, code):
    customer = make_customer(people)
    caller = as_("manager")
    created = caller.post("customers", BODY | {field: value})
    assert (created.status, created.attrs, created.codes) == (400, [field], [code]), created
    changed = caller.patch(f"customers/{customer.pk}", {field: value})
    assert (changed.status, changed.attrs, changed.codes) == (400, [field], [code]), changed
    customer.refresh_from_db()
    assert (customer.version, Customer.objects.count()) == (1, 1)
    assert AuditEvent.objects.filter(object_type="customers_customer").count() == 1


@pytest.mark.parametrize("missing", ["full_name", "phone"])
def test_what_is_needed_is_named(as_, people, missing):
    answer = as_("sales").post("customers", {name: value for name, value in BODY.items() if name != missing})
    assert (answer.status, answer.attrs, answer.codes) == (400, [missing], ["required"])
    assert Customer.objects.count() == 0


RAW = [
    (b'{"full_name": "A\\u0000", "phone": "0201234567"}', 400),
    (b'{"full_name": "A\\ud800", "phone": "0201234567"}', 400),
    ('{"full_name": "A\u202e", "phone": "0201234567"}'.encode(), 400),
    (b'{"full_name": "A", "full_name": "B", "phone": "0201234567"}', 400),
    (b'{"full_name": "A", "phone": "0201234567", "credit_limit": NaN}', 400),
    (b'{"full_name": "\xff", "phone": "0201234567"}', 400),
    (b'{"full_name": "A", "phone": "0201234567", "credit_term_days": ' + b"9" * 5000 + b"}", 400),
    (b'{"full_name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
    (b'[{"full_name": "A", "phone": "0201234567"}]', 400),
    (b"not json", 400),
    (b'{"notes": "' + b"x" * 3_000_000 + b'"}', 413),
]


@pytest.mark.parametrize(("body", "status"), RAW, ids=range(len(RAW)))
def test_a_body_that_is_no_honest_json_is_refused(as_, people, body, status):
    answer = as_("manager").call("POST", "customers", body)
    assert answer.status == status, answer
    assert answer.json["errors"][0]["code"]
    assert Customer.objects.count() == 0


def test_other_media_types_and_methods_are_refused(as_, people):
    caller = as_("manager")
    assert caller.call("POST", "customers", b"full_name=A", Content_Type="text/plain").status == 415
    assert caller.call("PUT", "customers", BODY).status == 405
    assert Customer.objects.count() == 0


@pytest.mark.parametrize("pk", ["0", "abc", "%00", str(2**63), str(2**70), "-1"])
def test_an_address_that_no_customer_can_have_is_not_found(as_, people, pk):
    assert as_("manager").get(f"customers/{pk}").status == 404
