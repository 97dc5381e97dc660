from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Models, units and bulk stock, and every movement of them."""

    name = "apps.inventory"
    verbose_name = "Inventory"
