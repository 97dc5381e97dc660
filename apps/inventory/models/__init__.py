"""The inventory: places, product models, units, bulk stock and counts."""

from apps.inventory.models.bench import DiagnosticsResult, ScrapRequest, WipeCertificate
from apps.inventory.models.bulk import BulkMovement, BulkStock
from apps.inventory.models.catalogue import GRADES, SOLD_LOCATION, Location, ProductModel
from apps.inventory.models.counts import StockCount, StockCountLine
from apps.inventory.models.units import Asset, InventoryMovement

__all__ = [
    "GRADES",
    "SOLD_LOCATION",
    "Asset",
    "BulkMovement",
    "BulkStock",
    "DiagnosticsResult",
    "InventoryMovement",
    "Location",
    "ProductModel",
    "ScrapRequest",
    "StockCount",
    "StockCountLine",
    "WipeCertificate",
]
