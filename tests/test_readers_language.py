"""The API answers in the reader's language; what is printed and what is kept speak the business's, whoever asks."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation
from openpyxl import load_workbook

import common.pdf
from apps.audit.models import AuditEvent
from apps.inventory.tests.factories import make_bulk, place, ready, receive
from apps.invoices.models import Invoice
from apps.invoices.services import invoice_create, invoice_issue
from apps.invoices.tests.factories import make_draft, service_line
from apps.orders.models import Order
from apps.orders.tests.factories import line, make_applied, make_order
from apps.sales_notes.services import invoice_void, note_approve, note_billing_sign
from common.dates import day_in_words
from common.errors import Stale
from common.testing.callers import Answer, Caller
from tests.addresses import endpoints

DA, EN = {"Accept_Language": "da"}, {"Accept_Language": "en"}


def walk_in(people: Any) -> Invoice:
    line = service_line() | {"unit_price": Decimal("100.00")}
    return invoice_create(actor=people["sales"], customer_type="Walk-in", lines=[line])


def details(answer: Answer) -> list[str]:
    """Return the sentences of a refusal."""
    assert 400 <= answer.status < 500, answer
    return [error["detail"] for error in answer.json["errors"]]


def workbook(answer: Answer) -> list[list[Any]]:
    """Return the cells of an XLSX file."""
    assert answer.status == 200, answer
    return [list(row) for row in load_workbook(io.BytesIO(answer.raw)).active.iter_rows(values_only=True)]


@pytest.mark.django_db
class TestTheReadersLanguage:
    def test_steps_and_what_blocks_them(self, as_, people):
        draft = walk_in(people)
        told = {}
        for language in ("da", "en"):
            answer = as_("sales").call("GET", f"invoices/{draft.pk}", Accept_Language=language)
            assert answer.headers["Content-Language"] == language
            assert "Accept-Language" in answer.headers["Vary"]
            told[language] = {s["name"]: (s["label"], s["blocked_by"]) for s in answer.json["allowed_actions"]}
        assert told["da"]["issue"] == (
            "Udsted",
            "Et kontantsalg betales fuldt ud ved kassen: afslut det ved kassen i stedet.",
        )
        assert told["en"]["issue"] == (
            "Issue",
            "A walk-in sale is paid in full at the till: check it out instead.",
        )

    def test_refusals_with_their_facts(self, as_, people):
        order = make_order(people)
        caller = as_("sales")
        caller.ok(caller.post(f"orders/{order.pk}/send"))
        refused = caller.post(f"orders/{order.pk}/send", Accept_Language="da-DK,da;q=0.9,en;q=0.5")
        assert refused.status == 409
        assert refused.json["errors"][0]["detail"] == f"Ordre {order} er sendt: “Send” er kun muligt fra kladde."

    def test_timelines(self, as_, people):
        unit = receive(people)[0]
        as_("manager").ok(as_("manager").patch(f"assets/{unit.pk}", {"supplier": "Another"}))
        answer = as_("manager").call("GET", f"assets/{unit.pk}/timeline", Accept_Language="da")
        changed = answer.json["results"][-1]
        assert (changed["label"], changed["changes"][0]["label"]) == ("Ret", "Leverandør")

    def test_queues(self, people):
        queues = Caller(people["manager"]).call("GET", "reports/dashboard", Accept_Language="da").json["queues"]
        assert {queue["key"]: queue["label"] for queue in queues}["overdue"] == "Forfaldne fakturaer"

    @pytest.mark.parametrize("language", ["", "*", "xx", "sv;q=0.9", "da;q=x", "en-GB", "\xe6"])
    def test_a_language_that_we_do_not_speak_is_english(self, as_, people, language):
        draft = make_draft(people)
        answer = as_("sales").call("GET", f"invoices/{draft.pk}", Accept_Language=language)
        assert answer.headers["Content-Language"] == "en"
        assert "Issue" in [step["label"] for step in answer.json["allowed_actions"]]

    def test_what_is_wrong_with_a_field(self, as_):
        answer = as_("manager").post("locations", {"location_name": ""}, **DA)
        assert details(answer) == ["Dette felt må ikke være tomt."]

    def test_what_the_framework_has_no_danish_for(self, as_):
        answer = as_("manager").post("locations", {"location_name": ["a"]}, **DA)
        assert details(answer) == ["Ikke en gyldig tekst."]

    def test_a_filter_that_does_not_exist(self, as_):
        assert details(as_("manager").call("GET", "assets?stattus=Sold", **DA)) == ["Der findes ikke et sådant filter."]

    def test_a_reference_to_nothing(self, people):
        body = {"name": "Monthly", "location": 999_999, "lines": [{"bulk_stock": 1, "counted": 1}]}
        answer = Caller(people["warehouse"]).post("stock-counts", body, **DA)
        assert details(answer) == ["Der findes ikke lokation 999999."]

    def test_what_the_database_refuses(self, people, as_):
        known = make_bulk(people)
        body = {"sku": known.sku, "item_name": "X", "category": "X", "location": place().pk}
        answer = as_("manager").post("bulk-stock", body, **DA)
        assert details(answer) == ["Dette varenummer er allerede i systemet."]

    def test_a_step_that_needs_a_reason(self, people, as_):
        unit = receive(people)[0]
        answer = as_("technician").post(f"assets/{unit.pk}/block", {"reason": " "}, **DA)
        assert details(answer) == ["Dette felt må ikke være tomt."]

    def test_one_row_of_many(self, as_):
        answer = as_("technician").post("assets/bulk/start-diagnostics", {"ids": [999_999]}, **DA)
        assert answer.json["results"] == [
            {"id": 999_999, "ok": False, "code": "not_found", "error": "Ikke fundet.", "made": {}}
        ]

    def test_who_may_what(self, as_):
        found = as_("manager").call("GET", "roles/matrix", **DA).json["rows"]
        labels = {(row["resource"], row["action"]): (row["resource_label"], row["action_label"]) for row in found}
        assert labels["assets", "pass-qc"] == ("Enheder", "Godkend i kontrol")
        roles = as_("manager").call("GET", "roles", **DA).json["results"]
        assert roles[-1]["description"] == "Læser alt, ændrer intet."

    def test_the_trail(self, people, as_):
        unit = receive(people)[0]
        as_("technician").ok(as_("technician").post(f"assets/{unit.pk}/start-diagnostics"))
        shown = as_("manager").call("GET", "audit-events?object_type=inventory_asset", **DA).json["results"][0]
        assert (shown["action"], shown["label"]) == ("start_diagnostics", "Start fejlsøgning")

    def test_what_a_search_found(self, people, as_):
        unit = receive(people)[0]
        groups = as_("manager").call("GET", f"search?q={unit.serial_number}", **DA).json
        assert [group["label"] for group in groups] == ["Enheder"]

    def test_reports_and_their_files(self, as_):
        caller = as_("manager")
        listed = {report["name"]: report for report in caller.call("GET", "reports", **DA).json["results"]}
        assert listed["sales-daily"] == {
            "name": "sales-daily",
            "label": "Salg pr. dag",
            "description": "Betalte salg pr. dag og kundetype.",
        }
        report = caller.call("GET", "reports/sales-daily", **DA).json
        headings = ["Dag", "Salg", "I alt", "Privat", "Engros", "Kontant", "Ikke betalt endnu"]
        assert report["label"] == "Salg pr. dag"
        assert [column["label"] for column in report["columns"]] == headings
        assert workbook(caller.call("GET", "reports/sales-daily?file_format=xlsx", **DA))[0] == headings

    def test_a_workbook_has_headings_and_a_csv_file_names(self, people, as_):
        make_bulk(people)
        caller = as_("manager")
        names = next(
            csv.reader(io.StringIO(caller.call("GET", "bulk-stock/export?file_format=csv", **DA).raw.decode()))
        )
        assert names[:4] == ["id", "sku", "item_name", "category"]
        danish, english = (
            workbook(caller.call("GET", "bulk-stock/export?file_format=xlsx", **language))[0] for language in (DA, EN)
        )
        assert danish[:4] == ["Id", "Varenummer", "Varenavn", "Kategori"]
        assert english[:4] == ["Id", "SKU", "Item name", "Category"]

    def test_the_values_of_a_workbook(self, people, as_):
        receive(people)
        manager = as_("manager")
        for path in ("assets/export", "reports/aging-inventory"):
            headings, cells = workbook(manager.call("GET", f"{path}?file_format=xlsx", **DA))[:2]
            assert dict(zip(headings, cells, strict=True))["Status"] == "Modtaget"
            programs = manager.call("GET", f"{path}?file_format=csv", **DA).raw.decode()
            assert next(csv.DictReader(io.StringIO(programs)))["status"] == "Received"

    def test_what_the_code_wrote_of_a_sale_that_was_undone(self, people, as_):
        unit = ready(people)[0]
        invoice = invoice_issue(invoice=make_draft(people, {"kind": "asset", "asset": unit.pk}), actor=people["sales"])
        note = invoice_void(invoice=invoice, reason="Too slow", actor=people["sales"])
        note_billing_sign(note=note, actor=people["billing"])
        manager = as_("manager")
        waiting = manager.call("GET", "approvals", **DA).json["results"]
        assert [row["why"] for row in waiting] == [f"Makulering af faktura {invoice}: Too slow"]
        note_approve(note=note, actor=people["manager"])
        moves = manager.call("GET", "inventory-movements", asset=unit.pk, **DA).json["results"]
        assert [row["reason"] for row in moves][:3] == [
            f"Makuleret af {note}",
            f"Solgt på {invoice}",
            "Sat på en fakturakladde",
        ]
        assert unit.movements.latest("pk").reason == f"Voided by {note}"
        passport = manager.call("GET", f"assets/{unit.pk}/passport", **DA).json
        warranty = next(event for event in passport["events"] if event["kind"] == "warranty")
        with translation.override("da"):
            assert warranty["detail"].startswith(f"{day_in_words(invoice.invoice_date)} til ")
        assert warranty["detail"].endswith(" · Makuleret")
        assert f"Makuleret af {note}" in [event["detail"].rpartition(" · ")[2] for event in passport["events"]]
        for path in (
            f"warranties/{invoice.warranties.get().pk}/timeline",
            "audit-events?object_type=warranty_warranty",
        ):
            told = [event["reason"] for event in manager.call("GET", path, **DA).json["results"]]
            assert f"Makuleret af {note}" in told

    def test_days(self):
        assert day_in_words(date(2026, 8, 5)) == "5 Aug 2026"
        with translation.override("da"):
            assert day_in_words(date(2026, 8, 5)) == "5. aug. 2026"

    def test_why_the_office_must_approve_is_kept_in_no_language(self, people, as_):
        made = as_("sales").post(
            "orders", {"customer": make_order(people).customer_id, "order_total": "20500.00"}, **DA
        )
        order = Order.objects.get(pk=made.json["id"])
        assert made.json["office_reasons"] == ["Dens total på 20.500,00 GHS er over 20.000,00."]
        assert as_("sales").call("GET", f"orders/{order.pk}", **EN).json["office_reasons"] == [
            "Its total of 20,500.00 GHS is above 20,000.00."
        ]
        assert order.office_reasons == [
            {
                "text": "Its total of %(total)s %(currency)s is above %(threshold)s.",
                "facts": {"total": "20500.00", "currency": "GHS", "threshold": "20000.00"},
            }
        ]

    def test_the_language_ends_with_the_request(self, as_, people):
        as_("sales").call("GET", "me", Accept_Language="da")
        assert translation.get_language() == "en"
        assert Stale().message.startswith("This was changed")


PRINTED = [endpoint for endpoint in endpoints() if endpoint.path.endswith(("pdf", "labels"))]


@pytest.mark.usefixtures("world")
@pytest.mark.django_db
@pytest.mark.parametrize("endpoint", PRINTED, ids=str)
def test_what_is_printed_speaks_english_whoever_asks(endpoint, people, monkeypatch):
    drawn: list[str] = []
    monkeypatch.setattr(common.pdf._painter, "draw", lambda page: drawn.append(page) or b"%PDF-")
    caller = Caller(people["admin"])
    shown = endpoint.view.model()._default_manager.earliest("pk").pk
    address = endpoint.address(shown) + (f"?ids={shown}" if endpoint.path.endswith("labels") else "")
    for language in (DA, EN):
        with transaction.atomic():  # what was printed once would be answered again
            answer = caller.call("GET", address, Accept="application/pdf", **language)
            transaction.set_rollback(True)
        assert answer.status == 200, answer
    danish, english = drawn
    assert danish == english
    assert '<html lang="en">' in english


@pytest.mark.django_db
def test_what_the_books_say_of_a_reason_is_english_whoever_acts(people):
    order = make_applied(people, line())
    caller = Caller(people["sales"])
    etag = caller.get(f"orders/{order.pk}").headers["ETag"]
    caller.ok(caller.call("PATCH", f"orders/{order.pk}", {"credit_term": 77}, If_Match=etag, **DA))
    told = AuditEvent.objects.get(object_type="orders_order", object_id=order.pk, action="withdraw_billing")
    assert told.reason == f"Credit term went from {order.credit_term} to 77 days"
