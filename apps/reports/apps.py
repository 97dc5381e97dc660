from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Figures, each of which opens the rows that add up to it."""

    name = "apps.reports"
    verbose_name = "Reports"
