"""Every screen of the router, in both themes and at three widths: readable by all, whole, and asking for little."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route
from pytest_django.live_server_helper import LiveServer

from common.testing import seeded
from common.testing.plugin import check
from tests.browser.conftest import WCAG, Watch, Windows, axe, broken_numbers, new_page, signed_in
from tests.browser.shop import open_shop

# Nothing is written by these tests: each runs in a transaction of its own, and the shop outlives them all.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WIDTHS = (1440, 1024, 390)
MOST_REQUESTS = 3
# Only the view of a page changes with theme and width: of axe's rules these look at its colours, and those at its room.
COLOURS = ["color-contrast", "link-in-text-block"]
ROOM = ["target-size", "scrollable-region-focusable"]
# At which width and in which theme every rule is asked; the room of a width is the same in both.
WHOLE = {(1440, "light"), (390, "dark")}
ROOMY = {(1024, "light")}

# The route's name, and every address under which it shows something of its own.
OPEN = {"login": ["/login"], "password-reset": ["/password-reset", "/password-reset/key"]}
SCREENS = {
    "password": ["/password"],
    "home": ["/"],
    "approvals": ["/approvals"],
    "till": ["/sell/till", "/sell/till?draft={draft}"],
    "orders": ["/orders", "/orders?open={order}", "/orders?status=sent"],
    "order-new": ["/orders/new"],
    "order": ["/orders/{order}", "/orders/{billed_order}"],
    "order-edit": ["/orders/{order}/edit"],
    "invoices": ["/invoices"],
    "invoice": ["/invoices/{draft}", "/invoices/{invoice}", "/invoices/{voided}"],
    "assets": ["/assets", "/assets?open={asset}", "/assets?status=Scrapped"],
    "assets-receive": ["/assets/receive"],
    "asset": ["/assets/{asset}", "/assets/{blocked}"],
    "asset-edit": ["/assets/{asset}/edit"],
    "bulk-stock": ["/bulk-stock", "/bulk-stock?open={bulk}"],
    "bulk-stock-new": ["/bulk-stock/new"],
    "bulk-stock-item": ["/bulk-stock/{bulk}"],
    "bulk-stock-edit": ["/bulk-stock/{bulk}/edit"],
    "stock-counts": ["/stock-counts", "/stock-counts?open={count}"],
    "stock-count-new": ["/stock-counts/new"],
    "stock-count": ["/stock-counts/{count}"],
    "stock-count-edit": ["/stock-counts/{count}/edit"],
    "movements": ["/movements"],
    "bulk-movements": ["/movements/bulk"],
    "diagnostics": ["/diagnostics"],
    "wipe-certificates": ["/diagnostics/wipes"],
    "product-models": ["/product-models", "/product-models?open={model}"],
    "product-model-new": ["/product-models/new"],
    "product-model": ["/product-models/{model}"],
    "product-model-edit": ["/product-models/{model}/edit"],
    "locations": ["/locations", "/locations?open={location}"],
    "location-new": ["/locations/new"],
    "location": ["/locations/{location}"],
    "location-edit": ["/locations/{location}/edit"],
    "lead-sources": ["/lead-sources", "/lead-sources?open={lead_source}"],
    "lead-source-new": ["/lead-sources/new"],
    "lead-source": ["/lead-sources/{lead_source}"],
    "lead-source-edit": ["/lead-sources/{lead_source}/edit"],
    "customers": ["/customers", "/customers?open={customer}"],
    "customer-new": ["/customers/new"],
    "customer": ["/customers/{customer}"],
    "customer-edit": ["/customers/{customer}/edit"],
    "credit-notes": ["/credit-notes", "/credit-notes?open={credit_note}"],
    "credit-note-new": ["/credit-notes/new"],
    "credit-note": ["/credit-notes/{credit_note}"],
    "debit-notes": ["/debit-notes", "/debit-notes?open={debit_note}"],
    "debit-note-new": ["/debit-notes/new"],
    "debit-note": ["/debit-notes/{debit_note}"],
    "customer-statement": ["/customers/{customer}/statement"],
    "payments": ["/payments", "/payments?open={payment}"],
    "payment": ["/payments/{payment}"],
    "sales-payments": ["/account-payments", "/account-payments?open={account_payment}"],
    "sales-payment-new": ["/account-payments/new", "/account-payments/new?customer={payer}"],
    "sales-payment": ["/account-payments/{account_payment}", "/account-payments/{account_draft}"],
    "sales-payment-edit": ["/account-payments/{account_draft}/edit"],
    "sales-payment-reversals": ["/payment-reversals", "/payment-reversals?open={reversal}"],
    "sales-payment-reversal": ["/payment-reversals/{reversal}"],
    "banks": ["/banks", "/banks?open={bank}"],
    "bank-new": ["/banks/new"],
    "bank": ["/banks/{bank}"],
    "bank-edit": ["/banks/{bank}/edit"],
    "till-sessions": ["/till-sessions", "/till-sessions?open={till}"],
    "till-session": ["/till-sessions/{till}"],
    "till-session-close": ["/till-sessions/{till}/close"],
    "receivables-ageing": ["/reports/receivables-ageing", "/reports/receivables-ageing?by=document"],
    "warranties": ["/warranties", "/warranties?open={warranty}"],
    "warranty": ["/warranties/{warranty}"],
    "users": ["/users", "/users?open={user}"],
    "user-new": ["/users/new"],
    "user": ["/users/{user}"],
    "user-edit": ["/users/{user}/edit"],
    "roles": ["/roles?search=assets", "/roles?role=Sales"],
    "audit": ["/audit"],
    "readings": ["/audit/readings"],
    "settings": ["/settings"],
    "profile": ["/profile"],
    "forbidden": ["/forbidden?permission=users.update"],
    "not-found": ["/nowhere"],
}
LISTS = {
    "orders": "orders",
    "invoices": "invoices",
    "assets": "assets",
    "bulk-stock": "bulk-stock",
    "stock-counts": "stock-counts",
    "movements": "inventory-movements",
    "movements/bulk": "bulk-movements",
    "diagnostics": "diagnostics",
    "diagnostics/wipes": "wipe-certificates",
    "product-models": "product-models",
    "locations": "locations",
    "lead-sources": "lead-sources",
    "customers": "customers",
    "credit-notes": "credit-notes",
    "debit-notes": "debit-notes",
    "payments": "payments",
    "account-payments": "sales-payments",
    "payment-reversals": "sales-payment-reversals",
    "banks": "banks",
    "warranties": "warranties",
    "users": "users",
    "audit": "audit-events",
}

PUSH = "async (path) => { await document.querySelector('#app').__vue_app__.config.globalProperties.$router.push(path) }"
ROUTES = "document.querySelector('#app').__vue_app__.config.globalProperties.$router.getRoutes().map(r => r.name)"
IS_AT_REST = """
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(
        document.querySelector('h1')?.textContent.trim() !== undefined
        && !document.querySelector('.is-stale, .progress.is-active')))))
"""
# What sticks out of the window to the side and cannot be scrolled to.
STICKS_OUT = """
    () => [...document.querySelectorAll('body *')]
        .filter((element) => {
            if (element.getBoundingClientRect().right <= innerWidth + 1 || !element.checkVisibility()) return false
            let box = element.parentElement
            while (box && getComputedStyle(box).overflowX === 'visible') box = box.parentElement
            return !box || box === document.body || box === document.documentElement
        })
        .map((element) => element.outerHTML.slice(0, 120))
        .slice(0, 3)
"""

# Lists whose columns have no room: one would have to scroll sideways to read a row.
SCROLLS_SIDEWAYS = """
    () => [...document.querySelectorAll('.table-scroll')]
        .filter((box) => box.scrollWidth > box.clientWidth)
        .map((box) => `${box.querySelector('caption').textContent.trim()}, by ${box.scrollWidth - box.clientWidth}`)
"""


class Tab:
    """A page that is walked from screen to screen, and what each screen asked the API for."""

    def __init__(self, page: Page) -> None:
        """Watch its requests from now on."""
        self.page = page
        self.asked: list[str] = []
        self.pending: set[Request] = set()
        page.on("request", self._started)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    def load(self, path: str) -> None:
        """Load a screen as somebody does who types its address."""
        self.page.goto(path)
        self.rest()

    def go(self, path: str) -> list[str]:
        """Go to a screen without loading the page anew; return what it asked for."""
        # A tab behind another one is drawn once a second.
        self.page.bring_to_front()
        self.asked = []
        self.page.evaluate(PUSH, path)
        self.rest()
        return self.asked

    def rest(self) -> None:
        """Wait until nothing is on its way and nothing is drawn any more."""
        calm = 0
        for _ in range(2000):
            calm = calm + 1 if self.page.evaluate(IS_AT_REST) and not self.pending else 0
            if calm == 2:
                return
        raise AssertionError(f"{self.page.url} never comes to rest: {[r.url for r in self.pending]}")

    def _started(self, request: Request) -> None:
        self.pending.add(request)
        if "/api/" in request.url:
            self.asked.append(request.url.split("/api/")[1])

    def _ended(self, request: Request) -> None:
        self.pending.discard(request)


@pytest.fixture(scope="module")
def shop(django_db_setup: Any, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """A shop full of rows, once for all screens."""
    from apps.accounts.models import User

    with django_db_blocker.unblock():
        people = {user.username: user for user in User.objects.all()}
        try:
            yield {"people": people} | open_shop(people)
            check()
        finally:
            seeded.restore()


@pytest.fixture(scope="module")
def server(shop: dict[str, Any]) -> Iterator[str]:
    """The shop's server."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def watch(server: str) -> Watch:
    """What goes wrong on any of the screens."""
    return Watch(server)


@pytest.fixture(scope="module")
def window(windows: Windows, server: str, shop: dict[str, Any]) -> Iterator[Any]:
    """A window in which an Admin is signed in."""
    context = windows.take(server)
    context.add_cookies([signed_in(shop["people"]["admin"], server)])
    yield context
    windows.give_back(context, server)


@pytest.fixture(scope="module")
def tab(window: Any, watch: Watch) -> Tab:
    """The tab in which an Admin walks through all screens."""
    tab = Tab(new_page(window, watch))
    tab.load("/forbidden")
    return tab


@pytest.fixture(scope="module")
def outside(windows: Windows, server: str, watch: Watch) -> Iterator[Tab]:
    """The tab of somebody who is not signed in."""
    context = windows.take(server)
    tab = Tab(new_page(context, watch))
    tab.load("/login")
    yield tab
    windows.give_back(context, server)


def faults(tab: Tab) -> list[str]:
    """Look at a screen in both themes and at every width; return what is wrong with it, each fault once."""
    found: list[str] = []
    for width in WIDTHS:
        tab.page.set_viewport_size({"width": width, "height": 900})
        for theme in ("light", "dark"):
            tab.page.emulate_media(color_scheme=theme)
            tab.page.evaluate(IS_AT_REST)
            rules = WCAG if (width, theme) in WHOLE else COLOURS + ROOM * ((width, theme) in ROOMY)
            found += [f"{width} {theme}: {fault}" for fault in axe(tab.page, rules, without=".shell-side")]
        found += [f"{width}: sticks out: {fault}" for fault in tab.page.evaluate(STICKS_OUT)]
        found += [f"{width}: scrolls sideways: {fault}" for fault in tab.page.evaluate(SCROLLS_SIDEWAYS)]
        found += [f"{width}: breaks: {fault}" for fault in broken_numbers(tab.page)]
    tab.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    tab.page.emulate_media(color_scheme="light")
    return found


@pytest.mark.parametrize("path", [path for paths in SCREENS.values() for path in paths])
def test_a_screen_is_clean(tab: Tab, watch: Watch, shop: dict[str, Any], path: str) -> None:
    asked = tab.go(path.format(**shop))
    assert len(asked) <= MOST_REQUESTS, asked
    assert faults(tab) + watch.found() == []


@pytest.mark.parametrize("path", [path for paths in OPEN.values() for path in paths])
def test_a_screen_before_the_sign_in_is_clean(outside: Tab, watch: Watch, path: str) -> None:
    outside.go(path)
    assert faults(outside) + watch.found() == []


def test_the_sidebar_is_clean(tab: Tab, watch: Watch) -> None:
    tab.go("/forbidden")
    for theme in ("light", "dark"):
        tab.page.emulate_media(color_scheme=theme)
        assert axe(tab.page) == []


def test_every_route_has_its_screen_here(tab: Tab) -> None:
    assert {name for name in tab.page.evaluate(ROUTES) if name} == set(OPEN) | set(SCREENS)


def test_no_list_asks_for_more_when_it_has_more_rows(window: Any, watch: Watch) -> None:
    full, lean = (Tab(new_page(window, watch)) for _ in range(2))
    for resource in set(LISTS.values()):
        lean.page.route(f"**/api/v1/{resource}?*", one_row)
    for tab in (full, lean):
        tab.load("/forbidden")
    for path in LISTS:
        many, one = full.go(f"/{path}"), lean.go(f"/{path}")
        assert len(many) == len(one), (path, many, one)
        assert full.page.locator("tbody tr").count() >= 25 > lean.page.locator("tbody tr").count() == 1, path
    full.page.close()
    lean.page.close()


def one_row(route: Route) -> None:
    """Answer with the first row alone."""
    answer = route.fetch()
    body = answer.json()
    route.fulfill(response=answer, json=body | {"results": body["results"][:1]})
