from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    """Figures, each of which opens the rows that add up to it."""

    name = "apps.reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        """Keep the database's time zone that of the settings after every migration."""
        post_migrate.connect(_keep_business_today, sender=self)


def _keep_business_today(**_: Any) -> None:
    from django.db import connection

    from apps.reports.sql import business_today

    with connection.cursor() as cursor:
        cursor.execute(business_today())
