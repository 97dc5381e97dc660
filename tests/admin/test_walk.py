"""Every page of the administration site, for those who may and those who may not."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.inventory.tests.factories import receive
from common.admin import RecordAdmin

pytestmark = pytest.mark.django_db
PAGES = sorted(admin.site._registry.values(), key=lambda kind: kind.opts.label_lower)


def names(kind):
    return kind.opts.label_lower


def first_of(kind):
    """Return the address of the newest row's page, or None where there is none."""
    row = (
        kind.model._default_manager.order_by("-pk")
        .exclude(**({"username": "system"} if kind.opts.model_name == "user" else {}))
        .first()
    )
    return kind.address("change", row.pk) if row else None


def key_in(change):
    """Return the key of the row whose page this is."""
    return int(change.rstrip("/").split("/")[-2])


def steps_of(kind):
    """Return each step of the newest row, with the address that takes it."""
    change = first_of(kind)
    names_of = [name.replace("_", "-") for name in getattr(kind, "steps", {})] if change else []
    return [(name, kind.address("step", key_in(change), name)) for name in names_of]


def addresses(kind):
    """Return every address of a kind's pages that are read."""
    return [kind.address("changelist"), kind.address("export"), first_of(kind)]


def test_no_library_brings_a_door_of_its_own():
    assert [names(kind) for kind in PAGES if not isinstance(kind, RecordAdmin)] == []
    assert [names(kind) for kind in PAGES] == [
        "accounts.apitoken", "accounts.businesssettings", "accounts.savedview", "accounts.user",
        "attachments.attachment", "audit.auditevent", "audit.readevent", "customers.customer", "customers.leadsource",
        "inventory.asset", "inventory.bulkmovement", "inventory.bulkstock", "inventory.diagnosticsresult",
        "inventory.inventorymovement", "inventory.location", "inventory.productmodel", "inventory.scraprequest",
        "inventory.stockcount", "inventory.wipecertificate", "invoices.invoice", "ledger.ledgerentry", "orders.order",
        "payments.bank", "payments.payment", "payments.salespayment", "payments.salespaymentreversal",
        "payments.tillsession",
        "sales_notes.creditnote", "sales_notes.debitnote", "warranty.warranty",
    ]  # fmt: skip


@pytest.mark.parametrize("username", ["admin", "manager", "auditor"])
def test_staff_read_what_the_matrix_gives_them(site, stock, people, username):
    client = site(username)
    for kind in PAGES:
        for action, address in zip(("retrieve", "export", "retrieve"), addresses(kind), strict=True):
            if address is None:
                continue
            may = people[username].has_perm(f"{kind.resource}.{action}")
            # Somebody else's token lies outside one's scope, so its page leads back.
            allowed = {200, 302} if kind.resource == "tokens" else {200}
            assert client.get(address).status_code in (allowed if may else {403}), address


@pytest.mark.parametrize("username", ["sales", "finance", "technician", "warehouse", "engineer", "remote_sales"])
def test_nobody_else_comes_in(site, stock, username):
    client = site(username)
    for address in ["/admin/", *filter(None, (address for kind in PAGES for address in addresses(kind)))]:
        sent_away = client.get(address)
        assert (sent_away.status_code, sent_away.url.split("?")[0]) == (302, "/admin/login/"), address
        assert client.get(sent_away.url).status_code == 403


def test_the_signed_out_are_sent_to_the_sign_in_page(client, stock):
    for kind in PAGES:
        for address in filter(None, addresses(kind)):
            sent = client.get(address)
            assert sent.status_code == 302, address
            assert client.get(sent.url).url.startswith("/login?next="), address


def test_an_auditor_writes_nothing(site, stock):
    client = site("auditor")
    for kind in PAGES:
        before = list(kind.model._default_manager.order_by("pk").values())
        if kind.creatable:
            assert client.get(kind.address("add")).status_code == 403, names(kind)
            assert client.post(kind.address("add"), {}).status_code == 403, names(kind)
        for slug, address in steps_of(kind):
            assert client.post(address, {"_version": "1", "_filled": "1"}).status_code in {403, 404}, (
                names(kind),
                slug,
            )
        if change := first_of(kind):
            assert client.post(change, {"_version": "1"}).status_code in {302, 403}, names(kind)
        assert list(kind.model._default_manager.order_by("pk").values()) == before, names(kind)


@pytest.mark.parametrize("username", ["admin", "manager"])
def test_nothing_is_deleted_and_no_step_is_taken_by_a_link(site, stock, username):
    client = site(username)
    for kind in PAGES:
        before = kind.model._default_manager.count()
        if change := first_of(kind):
            assert client.post(kind.address("delete", key_in(change)), {"post": "yes"}).status_code in {302, 403}
        for _, address in steps_of(kind):
            assert client.get(address).status_code == 405, address
        action = {"action": "delete_selected", "_selected_action": ["1"], "post": "yes"}
        assert client.post(kind.address("changelist"), action).status_code in {200, 302, 403}
        assert kind.model._default_manager.count() == before, names(kind)


def test_the_front_page_counts_what_waits_and_links_to_it(site, stock):
    shown = site("manager").get("/admin/")
    areas = {area["title"]: area["queues"] for area in shown.context["areas"]}
    received = next(queue for queue in areas["Stock"] if queue["label"] == "Units Received")
    assert (received["count"], received["waits"]) == ("1", True)
    assert received["link"] == reverse("admin:inventory_asset_changelist") + "?status__exact=Received"
    listed = site("manager").get(received["link"])
    assert [row.pk for row in listed.context["cl"].result_list] == [stock["unit"].pk]


def test_every_queue_leads_to_the_rows_that_it_counts(site, stock):
    for area in site("admin").get("/admin/").context["areas"]:
        for queue in area["queues"]:
            listed = site("admin").get(queue["link"])
            assert listed.status_code == 200, queue
            assert str(len(listed.context["cl"].result_list)) == queue["count"], queue


def test_the_navigation_shows_only_what_may_be_seen(site):
    def titles(username):
        groups = site(username).get("/admin/").context["sidebar_navigation"]
        return {item["title"] for group in groups for item in group["items"]}

    assert titles("admin") - titles("auditor") == set()
    assert {"Users", "Units", "Invoices", "Audit events", "Ledger entries"} <= titles("auditor")


def test_who_must_change_the_password_is_kept_out(site, people):
    type(people["manager"]).objects.filter(username="manager").update(must_change_password=True)
    client = site("manager")
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/login/").status_code == 403


def test_the_site_signs_nobody_in_itself(client, people):
    """The second factor would be skipped."""
    people["manager"].set_password("correct horse 7 battery")
    people["manager"].save()
    client.post("/admin/login/", {"username": "manager", "password": "correct horse 7 battery"})
    assert "_auth_user_id" not in client.session
    manager = client.__class__()
    manager.force_login(people["manager"])
    assert manager.get("/admin/password_change/").url == "/password?next=/admin/"


def test_a_list_counts_no_table(site, stock):
    client = site("manager")
    for kind in PAGES:
        with CaptureQueriesContext(connection) as asked:
            client.get(kind.address("changelist"))
        assert [query["sql"] for query in asked if "COUNT(" in query["sql"].upper()] == [], names(kind)


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_the_same_whatever_its_length(site, people, number, django_assert_max_num_queries):
    receive(people, number)
    client = site("manager")
    client.get("/admin/inventory/asset/")
    with django_assert_max_num_queries(9):
        listed = client.get("/admin/inventory/asset/")
    assert len(listed.context["cl"].result_list) == number


@pytest.mark.parametrize(
    ("username", "address"),
    [
        ("auditor", "/admin/inventory/asset/?purchase_cost__gte=3000"),
        ("auditor", "/admin/inventory/asset/export/?purchase_cost__gte=3000"),
        ("admin", "/admin/accounts/user/?password__startswith=argon2"),
        ("admin", "/admin/accounts/apitoken/?digest__startswith=a"),
        ("admin", "/admin/accounts/apitoken/?user__password__startswith=a"),
    ],
)
def test_what_may_not_be_read_may_not_be_guessed_at(site, stock, username, address):
    assert site(username).get(address).status_code == 400
