"""The run: rounds in which the servers take turns, so that a busy moment falls on all of them alike."""

from collections.abc import Callable, Collection
from itertools import count
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client as Within
from django.test import override_settings

from apps.reports.bench import cases, databases, demo
from apps.reports.bench.answers import answer_of, difference
from apps.reports.bench.goals import AT_LEAST, NO_LIMIT, Goals, paired
from apps.reports.bench.servers import FETTLE, KEY, RAW, Client, NotServing, serving

TURNS, RECEIVED = 60, 1000
CLIENTS, SECONDS = 8, 2.0
LISTS = ("first page", "by status", "by location", "90 % deep")
SEARCHES = ("serial, 5 characters", "serial, 3 characters", "phone, 6 digits", "name, 5 letters")
# Above this a report's time is PostgreSQL's, and a few turns tell it.
REPORT_TURNS = 5
# What goes before is slow by intention.
HISTORY_TURNS = 12
CONTROL = "/bench/assets"
WARM = 0.5
PARTS = ("statements", "reads", "histories", "reports", "writes", "receipts", "throughput", "memory")


class Run:
    """One run of the bench over a large and a small database; `only` names the parts to measure."""

    def __init__(
        self,
        large: str,
        small: str,
        *,
        rounds: int,
        port: int,
        progress: Callable[[str], Any],
        only: Collection[str] = PARTS,
    ) -> None:
        self.large, self.small, self.rounds, self.port, self.progress = large, small, rounds, port, progress
        self.goals = Goals()
        self.notes: list[str] = []
        each_round = {
            "reads": self._reads,
            "histories": self._histories,
            "reports": self._reports,
            "writes": self._writes,
            "receipts": self._receipts,
            "throughput": self._throughput,
        }
        self.only = only
        self.each_round = {name: measure for name, measure in each_round.items() if name in only}

    @property
    def length(self) -> int:
        """Of how many parts its progress is told."""
        return 2 + self.rounds * len(self.each_round) + ("memory" in self.only)

    def measure(self) -> Goals:
        """Measure everything and return the goals with their figures. Raises NotServing when a server fails."""
        with override_settings(SECRET_KEY=KEY):
            with databases.working_in(self.small):
                self.small_reads = cases.reads(databases.sign_in())
            self.progress("copying the data")
            with databases.copy_of(self.large) as large, databases.working_in(large):
                self.session = databases.sign_in()
                self.reads = cases.reads(self.session)
                if "statements" in self.only:
                    self._count_statements()
                wanted = {"api": (FETTLE, large), "raw": (RAW, large), "small": (FETTLE, self.small)}
                self.client = Client()
                try:
                    with serving(wanted, self.port) as self.servers:
                        self._measure_served()
                finally:
                    self.client.stop()
        if "memory" in self.only:
            self._weigh_demo()
        return self.goals

    def _measure_served(self) -> None:
        self.progress("warming up")
        self._compare_answers()
        self._warm()
        # What reads comes first: it finds the data as they were seeded.
        for name, measure in self.each_round.items():
            for number in range(self.rounds):
                self.progress(f"{name}, round {number + 1}")
                measure(number)
        if "memory" in self.only:
            for name in ("api", "small"):
                self.goals.note("memory of a worker", self.servers[name].memory(), 250, unit="MB")

    # Before the rounds

    def _count_statements(self) -> None:
        """Count the statements of some requests, within this process."""
        within = Within(headers={"Host": "localhost"})
        within.cookies["sessionid"] = self.session
        kind, pk = "application/json", int(self.reads["one asset"][0].split(" ")[1].rpartition("/")[2])
        model = {"category": "Laptop", "brand": "Bench", "model_name": "Counted"}
        numbers = count()
        asked: dict[str, tuple[Callable[[], Any], int]] = {
            "a list": (lambda: within.get("/api/v1/assets?page_size=50"), 2),
            "one asset": (lambda: within.get(f"/api/v1/assets/{pk}"), 2),
            "a create": (lambda: within.post("/api/v1/product-models", model, kind), 4),
            "a PATCH": (
                lambda: within.patch(
                    f"/api/v1/assets/{pk}",
                    {"cosmetic_notes": f"Counted {next(numbers)}"},
                    kind,
                    headers={"If-Match": "*"},
                ),
                4,
            ),
        }
        for name, (ask, limit) in asked.items():
            ask()
            seen: list[str] = []

            def noting(execute: Any, text: str, *rest: Any, seen: list[str] = seen) -> Any:
                seen.append(text)
                return execute(text, *rest)

            with connection.execute_wrapper(noting):
                if ask().status_code >= 300:
                    raise NotServing(f"{name} was refused.")
            self.goals.note(f"statements of {name}", len(seen), limit, unit="")

    def _compare_answers(self) -> None:
        """Note where the yardstick no longer answers what the API answers."""
        for name, requests in self.reads.items():
            api, raw = (answer_of(self.client, self.servers[server], requests[0]) for server in ("api", "raw"))
            if api != raw:
                self.notes.append(f"{name}: the yardstick's answer differs in {difference(api, raw)}")

    def _warm(self) -> None:
        """Let every worker prepare every statement."""
        for name, requests in self.reads.items():
            self._at_once({"api": requests, "raw": requests, "small": self.small_reads[name]}, WARM)

    # Within a round

    def _in_turns(self, requests: cases.Requests, turns: int = TURNS, **servers: str) -> dict[str, list[float]]:
        ports = {name: self.servers[servers.get(name, name)].port for name in requests}
        return self.client.order(ports=ports, requests=requests, clients=1, turns=turns)["took"]

    def _at_once(self, requests: cases.Requests, seconds: float, **servers: str) -> dict[str, float]:
        ports = {name: self.servers[servers.get(name, name)].port for name in requests}
        return self.client.order(ports=ports, requests=requests, clients=CLIENTS, seconds=seconds)["rates"]

    def _reads(self, number: int) -> None:
        for name, requests in self.reads.items():
            asked = {"api": requests, "raw": requests, "small": self.small_reads[name]}
            if name in SEARCHES:
                # By hand, too, a connection could be told to keep plans: asked besides, so that nothing is hidden.
                asked["forced"] = [text.replace("?", "?plans=generic&", 1) for text in requests]
            took = self._in_turns(asked, forced="raw")
            limit = 3.0 if name == "50 invoices" else 1.3 if name in SEARCHES else 2.0
            kind = "list of 50, " if name in LISTS else "search, " if name in SEARCHES else ""
            self.goals.note(f"{kind}{name}, over raw", paired(took["api"], took["raw"]), limit)
            if name in SEARCHES:
                told = paired(took["api"], took["forced"])
                self.goals.note(f"search, {name}, over raw with plans kept by force", told, NO_LIMIT)
            else:
                self.goals.note(f"{name}, large over small database", paired(took["api"], took["small"]), 1.15)
        pages = {"deep": self.reads["90 % deep"], "first": self.reads["first page"]}
        took = self._in_turns(pages, deep="api", first="api")
        self.goals.note("deep page over first page", paired(took["deep"], took["first"]), 1.15)
        everywhere = cases.global_searches(self.session)
        took = self._in_turns(everywhere, everything="api", units="api")
        self.goals.note("global search, over that of units", paired(took["everything"], took["units"]), 4)

    def _histories(self, number: int) -> None:
        """Each request after others that another plan would suit, over raw with a plan made for it."""
        for name, asked in cases.histories(self.session).items():
            alone = [text.replace("?", "?plans=custom&", 1) for text in asked["asked"]]
            took = self._in_turns(
                {"before": asked["before"], "api": asked["asked"], "raw": alone}, HISTORY_TURNS, before="api"
            )
            self.goals.note(f"{name}, over raw", paired(took["api"], took["raw"]), 3)

    def _reports(self, number: int) -> None:
        for name, requests in cases.report_requests(self.session).items():
            took = self._in_turns({"api": requests, "raw": requests}, REPORT_TURNS)
            # The view of preorders is empty as yet: whatever answers takes longer than nothing.
            limit = NO_LIMIT if name == "preorder-sla" else 1.5
            self.goals.note(f"report {name}, over its SQL", paired(took["api"], took["raw"]), limit)

    def _writes(self, number: int) -> None:
        for name, (make, turns) in cases.WRITES.items():
            asked = {server: make(self.session, f"{server}{number}", turns) for server in ("api", "raw")}
            took = self._in_turns(asked, turns)
            self.goals.note(f"{name}, over raw", paired(took["api"], took["raw"]), 2.5)

    def _receipts(self, number: int) -> None:
        asked = {
            "many": cases.receipts(self.session, f"m{number}", RECEIVED, 3),
            "one": cases.receipts(self.session, f"o{number}", 1, 3),
        }
        took = self._in_turns(asked, 3, many="api", one="api")
        self.goals.note("1,000 assets received, over one", paired(took["many"], took["one"]), 25)

    def _throughput(self, number: int) -> None:
        lists = self.reads["first page"]
        control = cases.gets(self.session, [CONTROL])
        rates = self._at_once({"api": lists, "raw": lists, "control": control}, SECONDS, control="api")
        self.goals.note("throughput of 8 clients, over raw", rates["api"] / rates["raw"], 0.5, bound=AT_LEAST)
        self.goals.note("throughput, over plain DRF", rates["api"] / rates["control"], 25, bound=AT_LEAST)

    # After the rounds

    def _weigh_demo(self) -> None:
        self.progress("a demo beside")
        if settings.EMBEDDED is None:
            self.notes.append("The demo was not weighed: it runs on a database server of its own.")
            return
        self.goals.note("memory of the whole demo", demo.memory(self.port), 700, unit="MB")
