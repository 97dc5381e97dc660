from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Money received."""

    name = "apps.payments"
    verbose_name = "Payments"
