"""Who may do what to stock (domain §4)."""

from apps.accounts.roles import (
    ENGINEER,
    EVERYONE,
    FINANCE,
    LOGISTICS,
    MANAGER,
    REMOTE_SALES,
    TECHNICIAN,
    WAREHOUSE,
)
from common.access import grant

READ = "list retrieve export"
BENCH = {TECHNICIAN}

grant("locations", {READ: EVERYONE, "create update": {MANAGER}}, model="inventory.location")
grant(
    "product-models",
    {READ: EVERYONE, "create update destroy": {MANAGER}},
    model="inventory.productmodel",
)
grant(
    "assets",
    {
        READ: EVERYONE,
        "see-costs": {MANAGER, FINANCE},
        "receive": {WAREHOUSE, MANAGER},
        "update": {WAREHOUSE, TECHNICIAN, MANAGER},
        "start-diagnostics": {WAREHOUSE, TECHNICIAN},
        "record-diagnostics record-wipe fail-qc repaired": BENCH,
        "hold-for-repair": BENCH,
        "pass-qc": {TECHNICIAN, MANAGER},
        "block unblock": {MANAGER, TECHNICIAN},
        "see-sale": EVERYONE - {REMOTE_SALES, ENGINEER},
        "scrap decline-scrap": {WAREHOUSE, TECHNICIAN, MANAGER},
        "approve-scrap": {MANAGER},
        "move": {WAREHOUSE, LOGISTICS, TECHNICIAN, MANAGER},
        "labels": {WAREHOUSE, TECHNICIAN, MANAGER, LOGISTICS},
    },
    model="inventory.asset",
)
grant(
    "bulk-stock",
    {
        READ: EVERYONE,
        "see-costs": {MANAGER, FINANCE},
        "set-price": {MANAGER},
        "create update": {MANAGER, WAREHOUSE},
        "receive": {WAREHOUSE, MANAGER},
        "adjust": {MANAGER},
    },
    model="inventory.bulkstock",
)
grant(
    "stock-counts",
    {READ: EVERYONE, "create update submit": {WAREHOUSE, MANAGER}, "approve reject": {MANAGER}},
    model="inventory.stockcount",
)
for resource, model in (
    ("inventory-movements", "inventorymovement"),
    ("bulk-movements", "bulkmovement"),
    ("diagnostics", "diagnosticsresult"),
    ("wipe-certificates", "wipecertificate"),
):
    grant(resource, {READ: EVERYONE}, model=f"inventory.{model}")
