from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.invariants import chosen, gathered, offenders

MOST_SHOWN = 10


class Command(BaseCommand):
    """Checks what must always be true of the data: balances, stock, movements, numbers, seals, chains.

    Prints each broken rule with up to ten rows that break it, and ends with 1 when there is one.
    """

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", default="", metavar="A05,M01", help="check these rules alone")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            asked = chosen(options["only"].split(",")) if options["only"] else gathered()
        except ValueError as error:
            raise CommandError(str(error)) from error
        failed = 0
        for at, invariant in enumerate(asked, start=1):
            if options["verbosity"]:
                self.stdout.write(f"[{at}/{len(asked)}] {invariant.code}  {invariant.sentence}")
            rows = offenders(invariant, most=MOST_SHOWN + 1)
            if rows:
                failed += 1
                self.stdout.write(self.style.ERROR(f"      {invariant.code} is broken by:"))
                for row in rows[:MOST_SHOWN]:
                    self.stdout.write("        " + ", ".join(str(value) for value in row))
                if len(rows) > MOST_SHOWN:
                    self.stdout.write("        … and more.")
        if failed:
            raise CommandError(f"{failed} of {len(asked)} rules are broken.", returncode=1)
        self.stdout.write(self.style.SUCCESS(f"All {len(asked)} rules hold."))
