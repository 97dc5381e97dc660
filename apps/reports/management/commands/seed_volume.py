from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from apps.reports.bench import databases
from apps.reports.bench.volume import Volume


class Command(BaseCommand):
    """Makes a shop with a long past in a database of its own: a million units, and what became of them.

    A database that holds the same already, in the same schema, is left as it is. The database that is worked in is
    never touched.
    """

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--assets", type=int, default=1_000_000, help="units (default 1,000,000)")
        parser.add_argument("--invoices", type=int, help="invoices (default a fifth of the units)")
        parser.add_argument("--customers", type=int, help="customers (default half of the units)")
        parser.add_argument("--database-name", default="bench_1m", help="default bench_1m; made when missing")

    def handle(self, *args: Any, **options: Any) -> None:
        assets = options["assets"]
        wanted = Volume(assets, options["invoices"] or assets // 5, options["customers"] or assets // 2)
        if wanted.problem:
            raise CommandError(wanted.problem)
        bar = tqdm(unit="part", disable=not options["verbosity"])

        def progress(name: str, number: int, of: int) -> None:
            bar.n, bar.total = number, of
            bar.set_postfix_str(name)

        try:
            databases.seeded(options["database_name"], wanted, progress=progress)
        except (databases.NotOurs, PermissionError) as error:
            raise CommandError(str(error)) from error
        finally:
            bar.close()
        if options["verbosity"]:
            self.stdout.write(f"{options['database_name']} holds {wanted}.")
