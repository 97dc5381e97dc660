"""The run: rounds in which the servers take turns, so that a busy moment falls on all of them alike."""

import json
from collections.abc import Callable
from itertools import count
from statistics import median
from typing import Any

from django.db import connection
from django.test import Client as Within
from django.test import override_settings

from apps.reports.bench import cases, databases
from apps.reports.bench.goals import AT_LEAST, NO_LIMIT, Goals
from apps.reports.bench.servers import FETTLE, KEY, RAW, Client, NotServing, serving

TURNS, ISSUED, RECEIVED = 60, 20, 1000
CLIENTS, SECONDS = 8, 2.0
LISTS = ("first page", "by status", "by location", "90 % deep")
SEARCHES = ("serial, 5 characters", "serial, 3 characters", "phone, 6 digits", "name, 5 letters")
STATEMENTS_OF_READS = ("a list", "one asset")
CONTROL = "/bench/assets"
WARM = 0.5


class Run:
    """One run of the bench over a large and a small database."""

    def __init__(self, large: str, small: str, *, rounds: int, port: int, told: Callable[[str], Any]) -> None:
        self.large, self.small, self.rounds, self.port, self.told = large, small, rounds, port, told
        self.goals = Goals()
        self.notes: list[str] = []

    def measure(self) -> Goals:
        """Measure everything and return the goals with their figures. Raises NotServing when a server fails."""
        with override_settings(SECRET_KEY=KEY):
            with databases.working_in(self.small):
                self.small_session = databases.sign_in()
                small = cases.reads(self.small_session)
            with databases.working_in(self.large):
                self.session = databases.sign_in()
                self.reads = cases.reads(self.session)
                self._count_statements()
                wanted = {"api": (FETTLE, self.large), "raw": (RAW, self.large), "small": (FETTLE, self.small)}
                client = Client()
                try:
                    with serving(wanted, self.port) as self.servers:
                        self.client = client
                        self._measure_served(small)
                finally:
                    client.stop()
        return self.goals

    def _measure_served(self, small: cases.Requests) -> None:
        self._compare_answers()
        self._warm(small)
        for number in range(self.rounds):
            self.told(f"round {number + 1}: reads")
            self._reads(small)
            self._searches_after_short_ones()
            self.told(f"round {number + 1}: writes")
            self._writes(number)
            self._receipts(number)
            self.told(f"round {number + 1}: throughput")
            self._throughput()
        for server in self.servers.values():
            if server is not self.servers["raw"]:
                self.goals.note("memory of a worker", server.memory(), 250, unit="MB")

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
            self.goals.note(f"statements of {name}", len(seen), limit, unit="", read=name in STATEMENTS_OF_READS)

    def _compare_answers(self) -> None:
        """Note where the yardstick no longer answers what the API answers."""
        for name, requests in self.reads.items():
            found = [self._answer(server, requests[0]) for server in ("api", "raw")]
            if found[0] != found[1]:
                self.notes.append(f"{name}: the yardstick's answer differs in {_difference(*found)}")

    def _answer(self, server: str, request: str) -> Any:
        answer = self.client.order(port=self.servers[server].port, body=request)["answer"]
        head, _, body = answer.partition("\r\n\r\n")
        if " 200 " not in head.partition("\r\n")[0]:
            raise NotServing(f"The server “{server}” answered {answer[:600]}\n{self._log(server)}")
        return json.loads(body)

    def _log(self, server: str) -> str:
        return self.servers[server].log.read_text()[-3000:]

    def _warm(self, small: cases.Requests) -> None:
        """Let every worker prepare every statement."""
        self.told("warming up")
        for name, requests in self.reads.items():
            everywhere = {"api": requests, "raw": requests, "small": small[name]}
            self._at_once(everywhere, WARM)

    # Within a round

    def _in_turns(self, requests: cases.Requests, turns: int = TURNS, **servers: str) -> dict[str, list[float]]:
        ports = {name: self.servers[servers.get(name, name)].port for name in requests}
        return self.client.order(ports=ports, requests=requests, clients=1, turns=turns)["took"]

    def _at_once(self, requests: cases.Requests, seconds: float, **servers: str) -> dict[str, float]:
        ports = {name: self.servers[servers.get(name, name)].port for name in requests}
        return self.client.order(ports=ports, requests=requests, clients=CLIENTS, seconds=seconds)["rates"]

    def _reads(self, small: cases.Requests) -> None:
        p50: dict[str, float] = {}
        flat: list[tuple[str, float]] = []
        for name, requests in self.reads.items():
            took = self._in_turns({"api": requests, "raw": requests, "small": small[name]})
            api, raw, less = (median(took[server]) for server in ("api", "raw", "small"))
            limit = 3.0 if name == "50 invoices" else 1.3 if name in SEARCHES else 2.0
            kind = "list of 50, " if name in LISTS else "search, " if name in SEARCHES else ""
            self.goals.note(f"{kind}{name}, over raw", api / raw, limit, read=True)
            p50[name] = api
            if name in SEARCHES:
                # Asked besides, so that nothing is hidden: by hand, too, a plan could be kept.
                kept = [text.replace("&search=", "&kept=1&search=") for text in requests]
                raw = median(self._in_turns({"raw": kept})["raw"])
                self.goals.note(f"search, {name}, over raw with kept plans", api / raw, NO_LIMIT)
            else:
                flat.append((name, api / less))
        self.goals.note("deep page over first page", p50["90 % deep"] / p50["first page"], 1.15, read=True)
        for name, ratio in flat:
            self.goals.note(f"{name}, large over small database", ratio, 1.15, read=True)

    def _searches_after_short_ones(self) -> None:
        """A search of five characters among searches of two, over what it takes among its like."""
        short, long = cases.searches_of_two(self.session), self.reads["serial, 5 characters"][:10]
        mixed = [text for pair in zip(short, long, strict=False) for text in pair]
        took = self._in_turns({"calm": long, "mixed": mixed}, 2 * len(mixed), calm="api", mixed="api")
        self.goals.note(
            "search after short searches, over itself", median(took["mixed"][1::2]) / median(took["calm"]), 3, read=True
        )

    def _writes(self, number: int) -> None:
        for name, make in (("create", cases.creates), ("PATCH", cases.patches)):
            took = self._in_turns({server: make(self.session, f"{server}{number}") for server in ("api", "raw")})
            self.goals.note(f"{name} with history, over raw", median(took["api"]) / median(took["raw"]), 2.5)
        with override_settings(SECRET_KEY=KEY):
            drafts = cases.issues(self.session, 2 * ISSUED)
        took = self._in_turns({"api": drafts[:ISSUED], "raw": drafts[ISSUED:]}, ISSUED)
        self.goals.note("issue of 5 lines, over raw", median(took["api"]) / median(took["raw"]), 2.5)

    def _receipts(self, number: int) -> None:
        asked = {
            "many": cases.receipts(self.session, f"m{number}", RECEIVED, 3),
            "one": cases.receipts(self.session, f"o{number}", 1, 3),
        }
        took = self._in_turns(asked, 3, many="api", one="api")
        self.goals.note("1,000 assets received, over one", median(took["many"]) / median(took["one"]), 25)

    def _throughput(self) -> None:
        lists = self.reads["first page"]
        control = cases.gets(self.session, [CONTROL])
        rates = self._at_once({"api": lists, "raw": lists, "control": control}, SECONDS, control="api")
        self.goals.note("throughput of 8 clients, over raw", rates["api"] / rates["raw"], 0.5, bound=AT_LEAST)
        self.goals.note("throughput, over plain DRF", rates["api"] / rates["control"], 25, bound=AT_LEAST)


def _difference(api: Any, raw: Any) -> str:
    """Return the first place where two answers differ."""
    if isinstance(api, dict) and isinstance(raw, dict):
        for key in api.keys() | raw.keys():
            if api.get(key) != raw.get(key):
                return f"{key}.{_difference(api.get(key), raw.get(key))}"
    if isinstance(api, list) and isinstance(raw, list) and len(api) == len(raw):
        at = next(i for i, pair in enumerate(zip(api, raw, strict=True)) if pair[0] != pair[1])
        return f"{at}.{_difference(api[at], raw[at])}"
    return f" {str(api)[:80]} / {str(raw)[:80]}"
