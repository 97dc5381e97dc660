"""Lists out of and into the administration site."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from apps.audit.models import AuditEvent, ReadEvent
from apps.customers import services
from apps.customers.models import Customer, LeadSource
from apps.customers.services import customer_create
from apps.inventory.models import Location, ProductModel
from apps.inventory.tests.factories import receive
from common.errors import Conflict

pytestmark = pytest.mark.django_db
CSV, XLSX = "0", "1"


def taken(client, path, kind=CSV, **query):
    """Export a list and return its rows as dictionaries."""
    answer = client.post(f"/admin/{path}/export/", {"format": kind, "resource": ""}, query_params=query)
    assert answer.status_code == 200, answer
    if kind == CSV:
        return list(csv.DictReader(io.StringIO(answer.content.decode())))
    header, *rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture
def villain(people):
    """A customer whose fields a spreadsheet would run."""
    return customer_create(
        full_name="=HYPERLINK(1)", phone="+233201234567", notes="@SUM(1)", business_name="-1+1", actor=people["manager"]
    )


@pytest.mark.parametrize("kind", [CSV, XLSX])
def test_no_cell_is_a_formula(site, villain, kind):
    row = taken(site("manager"), "customers/customer", kind)[0]
    assert (row["full_name"], row["notes"], row["business_name"]) == ("'=HYPERLINK(1)", "'@SUM(1)", "'-1+1")
    assert row["phone"].lstrip("'") == "+233201234567"
    assert not [cell for cell in row.values() if str(cell).startswith(("=", "@", "-"))]


def test_an_export_is_on_record_and_follows_the_filters(site, people, villain):
    customer_create(full_name="Esi", phone="0201234567", customer_type="Wholesale", actor=people["manager"])
    rows = taken(site("manager"), "customers/customer", customer_type__exact="Wholesale")
    assert [row["full_name"] for row in rows] == ["Esi"]
    read = ReadEvent.objects.get()
    assert (read.actor, read.what, read.rows) == (
        people["manager"], "admin customers customer_type__exact=Wholesale", 1,
    )  # fmt: skip


def test_a_file_never_ends_before_its_list(site, people, villain, monkeypatch):
    monkeypatch.setattr("common.admin.transfer.MOST_EXPORTED", 1)
    assert len(taken(site("manager"), "customers/customer")) == 1
    customer_create(full_name="Esi", phone="0201234567", actor=people["manager"])
    page = site("manager").post("/admin/customers/customer/export/", {"format": CSV, "resource": ""})
    assert page["Content-Type"].startswith("text/html")
    assert "filter it, and take it in parts" in page.content.decode()
    assert ReadEvent.objects.count() == 1


def test_references_are_exported_as_their_labels(site, people):
    receive(people)
    row = taken(site("manager"), "inventory/asset")[0]
    assert (row["location"], row["status"], row["purchase_cost"]) == ("Warehouse", "Received", "3000.00")


def test_what_may_not_be_seen_is_not_exported(site, people):
    receive(people)
    assert {"purchase_cost", "landed_cost"}.isdisjoint(taken(site("auditor"), "inventory/asset")[0])
    assert {"password", "is_superuser"}.isdisjoint(taken(site("admin"), "accounts/user")[0])
    assert "digest" not in site("admin").post("/admin/accounts/apitoken/export/", {"format": CSV}).content.decode()


def upload(client, path, text):
    """Upload a file for a first look; return the page."""
    file = SimpleUploadedFile("rows.csv", text.encode(), content_type="text/csv")
    return client.post(f"/admin/{path}/import/", {"format": CSV, "import_file": file, "resource": ""})


def confirm(client, path, page):
    """Confirm what the first look showed."""
    return client.post(f"/admin/{path}/process_import/", page.context["confirm_form"].initial)


MODELS = "category,brand,model_name,default_price_grade_a,needs_wipe,needs_diagnostics\nPhone,Nokia,3310,100.00,1,0\n"


def test_a_first_look_writes_nothing_and_the_confirmation_writes_through_the_service(site, people):
    client = site("manager")
    looked = upload(client, "inventory/productmodel", MODELS)
    assert (looked.status_code, looked.context["result"].totals["new"]) == (200, 1)
    assert ProductModel.objects.count() == 0
    assert confirm(client, "inventory/productmodel", looked).status_code == 302
    made = ProductModel.objects.get()
    assert (made.brand, str(made.default_price_grade_a), made.needs_wipe, made.needs_diagnostics) == (
        "Nokia", "100.00", True, False,
    )  # fmt: skip
    event = AuditEvent.objects.get(object_type="inventory_productmodel", object_id=made.pk)
    assert (event.actor, event.door) == (people["manager"], "admin")


def test_a_second_import_of_the_same_file_changes_nothing(site):
    client = site("manager")
    for _ in range(2):
        confirm(client, "inventory/productmodel", upload(client, "inventory/productmodel", MODELS))
    changed = upload(client, "inventory/productmodel", MODELS.replace("100.00", "120.00"))
    assert changed.context["result"].totals["update"] == 1
    confirm(client, "inventory/productmodel", changed)
    assert [str(model.default_price_grade_a) for model in ProductModel.objects.all()] == ["120.00"]


@pytest.mark.parametrize(
    ("path", "text", "model"),
    [
        ("inventory/location", "location_name,description\nAttic,Under the roof\nBackroom,Moved\n", Location),
        (
            "customers/leadsource",
            "source_name,description,is_active\nRadio,On air,1\nInstagram,Changed,1\n",
            LeadSource,
        ),
    ],
)
def test_places_and_sources_are_taken_in(site, path, text, model):
    before, client = model.objects.count(), site("manager")
    looked = upload(client, path, text)
    assert {name: looked.context["result"].totals[name] for name in ("new", "update")} == {"new": 1, "update": 1}
    confirm(client, path, looked)
    assert model.objects.count() == before + 1
    assert model.objects.filter(description__in=["Moved", "Changed"]).count() == 1


CUSTOMERS = "customer_type,full_name,phone,lead_source,customer_rep\n"


def test_customers_are_taken_in_with_source_and_rep_by_name(site, people):
    client = site("manager")
    looked = upload(client, "customers/customer", CUSTOMERS + "Retail,Esi,0201234567,Instagram,sales\n")
    confirm(client, "customers/customer", looked)
    made = Customer.objects.get()
    assert (made.full_name, made.lead_source.source_name, made.customer_rep, made.currency) == (
        "Esi", "Instagram", people["sales"], "GHS",
    )  # fmt: skip


def test_one_wrong_row_refuses_them_all_and_is_named(site):
    text = CUSTOMERS + "Retail,Esi,0201234567,,\nRetail,Kojo,nonsense,,\nRetail,Ama,0207654321,Nowhere,\n"
    looked = upload(site("manager"), "customers/customer", text)
    result = looked.context["result"]
    assert "confirm_form" not in looked.context
    assert [row.number for row in result.invalid_rows] + [row.number for row in result.error_rows] == [2, 3]
    assert Customer.objects.count() == 0


def test_a_file_that_is_wrong_by_the_time_it_is_confirmed_writes_nothing(site, people, monkeypatch):
    client = site("manager")
    looked = upload(client, "customers/customer", CUSTOMERS + "Retail,Esi,0201234567,Instagram,sales\n")

    def refuse(**facts):
        raise Conflict("Not now.")

    monkeypatch.setattr(services, "customer_create", refuse)
    answer = confirm(client, "customers/customer", looked)
    assert answer.url == "/admin/customers/customer/import/"
    assert Customer.objects.count() == 0


@pytest.mark.parametrize("path", ["inventory/location", "customers/customer"])
def test_an_auditor_takes_nothing_in(site, path):
    client = site("auditor")
    assert client.get(f"/admin/{path}/import/").status_code == 403
    assert client.post(f"/admin/{path}/process_import/", {}).status_code == 403
