import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from apps.reports.bench.databases import NotOurs
from apps.reports.bench.runner import PARTS, Run
from apps.reports.bench.servers import NotServing


def database_name(assets: int) -> str:
    """Return bench_1m, bench_100k or bench_1234."""
    for size, letter in ((1_000_000, "m"), (1_000, "k")):
        if assets % size == 0:
            return f"bench_{assets // size}{letter}"
    return f"bench_{assets}"


class Command(BaseCommand):
    """Measures the speed goals: the API beside the same work by hand, on a million units, and prints a table.

    The first run makes its two databases, bench_1m and bench_100k, which takes some three minutes and 2 GB of disk;
    the next ones find them, until a migration changes. Then five rounds take some six minutes, on a copy of the large
    one. Figures are ratios within one run: compare those, never the milliseconds of two machines, and measure what was
    missed again (`--only reads --rounds 9`) while the machine does nothing else. Ends with 1 when a goal is missed.
    """

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--assets", type=int, default=1_000_000, help="units of the large database")
        parser.add_argument("--small", type=int, default=100_000, help="units of the small database")
        parser.add_argument("--rounds", type=int, default=5, help="rounds (default 5)")
        parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
        parser.add_argument("--port", type=int, default=8700, help="the first of three ports (default 8700)")

    def handle(self, *args: Any, **options: Any) -> None:
        names = [database_name(options[size]) for size in ("assets", "small")]
        for name, size in zip(names, ("assets", "small"), strict=True):
            call_command("seed_volume", assets=options[size], database_name=name, verbosity=options["verbosity"])
        bar = tqdm(unit="part", disable=not options["verbosity"])

        def progress(part: str) -> None:
            bar.set_postfix_str(part)
            bar.update()

        run = Run(*names, rounds=options["rounds"], port=options["port"], progress=progress, only=options["only"])
        bar.total = run.length
        try:
            goals = run.measure()
        except (NotOurs, NotServing) as error:
            raise CommandError(str(error)) from error
        finally:
            bar.close()
        self.stdout.write(goals.table())
        for note in run.notes:
            self.stdout.write(f"Note: {note}")
        if goals.missed:
            self.stdout.write(f"Missed: {'; '.join(goals.missed)}.")
            sys.exit(1)
