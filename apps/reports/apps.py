from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    """Figures, each of which opens the rows that add up to it."""

    name = "apps.reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        """After every migration the database knows the business's time zone as the settings name it now."""
        post_migrate.connect(_keep_business_today, sender=self)


def _keep_business_today(**_: Any) -> None:
    from django.db import connection

    from apps.reports.sql import business_today

    with connection.cursor() as cursor:
        cursor.execute(business_today())
