from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from apps.attachments.models import Attachment
from apps.attachments.selectors import damaged


class Command(BaseCommand):
    """Reads every file of every document and compares it with what was kept: exits 1 and names those that differ.

    Of a file that was erased nothing may lie there.
    """

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Attachment.objects.order_by("pk")
        found = 0
        for row in tqdm(
            rows.iterator(), total=rows.count(), desc="Files", unit="", disable=options["verbosity"] < 1 or None
        ):
            if problem := damaged(row):
                found += 1
                self.stdout.write(f"File {row.pk} of {row.kind} {row.document} ({row.stored_name}) {problem}.")
        if found:
            raise CommandError(f"{found} of {rows.count()} files are not as they were stored.", returncode=1)
        self.stdout.write(f"All {rows.count()} files are as they were stored.")
