from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Max
from tqdm import tqdm

from apps.audit.models import AuditEvent
from apps.audit.services import audit_verified_up_to


class Command(BaseCommand):
    """Proves that no row of the audit trail was changed, inserted or taken out; names the first that was."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        last = AuditEvent.objects.aggregate(last=Max("id"))["last"] or 0
        with tqdm(total=last, unit="row", disable=options["verbosity"] < 1, file=self.stderr._out) as bar:
            for proven, broken in audit_verified_up_to():
                bar.update(proven - bar.n)
                if broken:
                    pk, table, object_id = broken
                    raise CommandError(
                        f"The trail is broken at row {pk}: {table} {object_id} was told otherwise before.", returncode=1
                    )
        self.stdout.write(f"The audit trail holds: {AuditEvent.objects.count()} rows.")
