"""The bench at its smallest: its data, its yardstick, its client and its table. Nothing here is timed."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import orjson
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count

from apps.inventory.models import Asset, InventoryMovement
from apps.invoices.models import Invoice
from apps.reports.bench import cases, client, databases, raw, volume
from apps.reports.bench.answers import difference
from apps.reports.bench.goals import AT_LEAST, NO_LIMIT, Goals, paired
from apps.reports.bench.raw_reports import REPORTS
from apps.reports.bench.volume import Volume
from apps.reports.management.commands.bench import database_name
from common.testing.callers import Caller


@pytest.fixture
def shop(people):
    """A small shop with a long past, and the names of the parts in which it was made."""
    parts = []
    volume.load(Volume(assets=600, invoices=120, customers=100), lambda name, number, of: parts.append(name))
    raw._many.clear()
    return parts


@pytest.fixture
def api(shop, people):
    """The API as the administrator."""
    return Caller(people["admin"])


def test_the_volume_has_what_was_asked(shop):
    assert (Asset.objects.count(), InventoryMovement.objects.count()) == (600, 2521)
    assert dict(Invoice.objects.values_list("status").annotate(Count("pk"))) == {
        "Draft": 12,
        "Cancelled": 12,
        "Sent": 36,
        "Paid": 60,
    }


def test_the_volume_tells_each_of_its_parts(shop):
    assert shop[:3] == ["locations", "product models", "customers"]
    assert "index asset_serial_search" in shop
    assert shop[-1] == "seals"


def test_an_impossible_volume_is_refused():
    with pytest.raises(CommandError, match="need more units"):
        call_command("seed_volume", assets=100, invoices=51, verbosity=0)


def by_hand(answer):
    return orjson.loads(orjson.dumps(answer, option=orjson.OPT_UTC_Z))


@pytest.mark.parametrize(
    "query",
    [
        "page_size=50",
        "page_size=50&status=Sold",
        "page_size=50&location=2",
        "page_size=50&cursor=W1szMDBdLCAwLCA2MDAsIDFd",
        "page_size=50&search=C4C",
    ],
)
def test_the_yardstick_lists_units_as_the_api_does(api, query):
    assert by_hand(raw.assets(connection.connection, parse_qs(query))) == api.ok(api.get(f"assets?{query}"))


def test_the_yardstick_lists_invoices_as_the_api_does(api):
    path = "/api/v1/invoices?page_size=50"
    assert by_hand(raw.read(connection.connection, ["invoices"], {})[0]) == api.ok(api.get(path))


@pytest.mark.parametrize("text", ["007919", "kofi"])
def test_the_yardstick_finds_customers_as_the_api_does(api, text):
    query = f"page_size=50&search={text}"
    assert by_hand(raw.customers(connection.connection, parse_qs(query))) == api.ok(api.get(f"customers?{query}"))


def test_the_yardstick_shows_one_unit_and_one_invoice_as_the_api_does(api):
    unit = Asset.objects.filter(status="Ready for Sale").latest("pk").pk
    invoice = Invoice.objects.filter(status="Paid").latest("pk").pk
    assert by_hand(raw.asset(connection.connection, unit)[0]) == api.ok(api.get(f"assets/{unit}"))
    assert by_hand(raw.invoice(connection.connection, invoice)[0]) == api.ok(api.get(f"invoices/{invoice}"))


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_has_its_sql_by_hand(api, name):
    assert len(raw.report(connection.connection, name)["results"]) == len(REPORTS[name])
    (path,) = [text.split(" ")[1] for text in cases.report_requests("a" * 32)[name]]
    assert api.ok(api.get(path))


def test_requests_before_others_ask_for_the_same_list(shop):
    for asked in cases.histories("a" * 32).values():
        lists = {text.split(" ")[1].partition("?")[0] for texts in asked.values() for text in texts}
        assert lists == {"/api/v1/assets"}


def test_requests_cover_every_case_and_say_their_length(shop):
    reads = cases.reads("a" * 32)
    assert set(reads) >= {"first page", "by status", "by location", "90 % deep", "one asset", "50 invoices"}
    assert all(requests for requests in reads.values())
    assert cases.request("a" * 32, "POST", "/x", {"a": 1}).endswith('Content-Length: 8\r\n\r\n{"a": 1}')


class Answering(BaseHTTPRequestHandler):
    """Answers every GET, and refuses what is named so."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = b"x" * 100_000
        self.send_response(403 if "refuse" in self.path else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def port():
    """A server's port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def get(path):
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"


def test_the_client_takes_turns_over_connections_that_stay_open(port):
    requests = {"a": [get("/a")], "b": [get("/b")]}
    order = {"ports": {"a": port, "b": port}, "requests": requests, "clients": 1, "turns": 3}
    answer = client.answer(order)
    assert [len(times) for times in answer["took"].values()] == [3, 3]
    assert answer["refused"] == {}


def test_the_client_loads_a_server_and_tells_refusals(port):
    order = {"ports": {"a": port}, "requests": {"a": [get("/refuse")]}, "clients": 2, "seconds": 0.05}
    answer = client.answer(order)
    assert answer["rates"]["a"] > 0
    assert answer["refused"]["a"]


def test_the_table_names_every_goal_its_limit_and_whether_it_is_held():
    goals = Goals()
    for figure in (1.5, 1.7, 2.9):
        goals.note("a list", figure, 2.0)
    goals.note("a search", 1.4, 1.3)
    goals.note("throughput", 0.6, 0.5, bound=AT_LEAST)
    goals.note("told", 7.0, NO_LIMIT)
    assert goals.missed == ["a search"]
    assert goals.table().splitlines() == [
        "goal        median  rounds        limit",
        "-" * 56,
        "a list      1.70 ×  1.50 to 2.90  at most 2 ×     held",
        "a search    1.40 ×                at most 1.3 ×   MISSED",
        "throughput  0.60 ×                at least 0.5 ×  held",
        "told        7.00 ×",
    ]


def test_a_ratio_is_the_median_over_pairs_so_that_one_busy_moment_does_not_count():
    assert paired([1.5, 900.0, 1.5], [1.0, 600.0, 1.0]) == 1.5
    assert paired([1.5, 900.0, 1.6], [1.0, 1.0, 1.0]) == 1.6


def test_a_difference_is_told_by_its_place():
    assert difference({"rows": [{"a": 1}, {"a": 2}]}, {"rows": [{"a": 1}, {"a": 3}]}) == "rows.1.a. 2 / 3"


def test_a_copy_is_written_in_and_dropped_and_nothing_else_ever_is(monkeypatch):
    monkeypatch.setattr(databases, "_comment", lambda name: "somebody's")
    with pytest.raises(databases.NotOurs), databases.copy_of("bench_1m"):
        pytest.fail("It was copied over.")


def test_databases_are_named_by_their_size():
    assert [database_name(size) for size in (1_000_000, 20_000, 1234)] == ["bench_1m", "bench_20k", "bench_1234"]
