"""What must be true of stock at every moment (domain §4)."""

from apps.accounts.roles import MANAGER
from apps.inventory.workflow import ASSET
from common.invariants import Approval, Invariant, by_role

_STEPS = ", ".join(f"('{source}', '{target}')" for source, target in ASSET.transitions())

INVARIANTS = [
    Invariant(
        "A04",
        "Nothing is sold except from Ready for Sale or Reserved.",
        """
        SELECT id, asset_id, from_status FROM inventory_inventorymovement
        WHERE to_status = 'Sold' AND from_status NOT IN ('Sold', 'Ready for Sale', 'Reserved')
        """,
    ),
    Invariant(
        "A05",
        "Movements chain: each comes from where the one before went, and the first comes from nowhere.",
        """
        SELECT id, asset_id FROM (
            SELECT id, asset_id, from_status, from_location_id, lag(to_status, 1, '') OVER chain AS status,
                   lag(to_location_id) OVER chain AS location
            FROM inventory_inventorymovement WINDOW chain AS (PARTITION BY asset_id ORDER BY id)
        ) AS moved
        WHERE from_status <> status OR from_location_id IS DISTINCT FROM location
        """,
    ),
    Invariant(
        "A06",
        "A unit's last movement is its present status and place, so that no change went untold.",
        """
        SELECT a.id, a.status, a.location_id, m.to_status, m.to_location_id FROM inventory_asset a
        LEFT JOIN LATERAL (
            SELECT to_status, to_location_id FROM inventory_inventorymovement WHERE asset_id = a.id
            ORDER BY id DESC LIMIT 1
        ) AS m ON true
        WHERE a.status IS DISTINCT FROM m.to_status OR a.location_id IS DISTINCT FROM m.to_location_id
        """,
    ),
    Invariant(
        "A07",
        "A movement changes something, and names who did it.",
        """
        SELECT id, asset_id FROM inventory_inventorymovement m
        WHERE (from_status = to_status AND from_location_id IS NOT DISTINCT FROM to_location_id)
           OR NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = m.moved_by_id)
        """,
    ),
    Invariant(
        "A08",
        "A unit's status moves only along the steps of its workflow.",
        f"""
        SELECT id, asset_id, from_status, to_status FROM inventory_inventorymovement
        WHERE from_status NOT IN ('', to_status) AND (from_status, to_status) NOT IN ({_STEPS})
        """,
    ),
    Invariant(
        "A09",
        "What is for sale is graded, and since it came in diagnosed with a pass and wiped if its model asks it.",
        """
        SELECT a.id, a.status FROM inventory_asset a JOIN inventory_productmodel p ON p.id = a.product_model_id
        WHERE a.status IN ('Ready for Sale', 'Reserved') AND (
            a.condition_grade = ''
            OR p.needs_diagnostics AND NOT EXISTS (
                SELECT 1 FROM inventory_diagnosticsresult d
                WHERE d.asset_id = a.id AND d.created_at >= a.intake_at AND d.overall_result IN ('Pass', 'Pass with Notes'))
            OR p.needs_wipe AND NOT EXISTS (
                SELECT 1 FROM inventory_wipecertificate w WHERE w.asset_id = a.id AND w.created_at >= a.intake_at))
        """,
    ),
    Invariant(
        "A10",
        "What is Not Sellable says why, and a grade is A, B or C.",
        """
        SELECT id, status, condition_grade FROM inventory_asset
        WHERE (status = 'Not Sellable' AND btrim(not_sellable_reason) = '')
           OR condition_grade NOT IN ('', 'A', 'B', 'C')
        """,
    ),
    Invariant(
        "A13",
        "Scrapped is final.",
        """
        SELECT id, asset_id, to_status FROM inventory_inventorymovement
        WHERE from_status = 'Scrapped' AND to_status <> 'Scrapped'
        """,
    ),
    Invariant(
        "A14",
        "Serial numbers and asset tags are unique, ignoring case and surrounding space.",
        """
        SELECT 'serial' AS kind, upper(btrim(serial_number)) FROM inventory_asset GROUP BY 2 HAVING count(*) > 1
        UNION ALL
        SELECT 'tag', upper(btrim(asset_tag)) FROM inventory_asset GROUP BY 2 HAVING count(*) > 1
        """,
    ),
    Invariant(
        "B01",
        "Bulk stock is never negative.",
        "SELECT id, quantity FROM inventory_bulkstock WHERE quantity < 0",
    ),
    Invariant(
        "B02",
        "The quantity of bulk stock is the sum of its movements.",
        """
        SELECT b.id, b.quantity, sum(m.quantity) AS moved FROM inventory_bulkstock b
        LEFT JOIN inventory_bulkmovement m ON m.bulk_stock_id = b.id
        GROUP BY b.id HAVING b.quantity <> coalesce(sum(m.quantity), 0)
        """,
    ),
    Invariant(
        "B03",
        "Bulk stock never was negative either, and each movement states the quantity it left.",
        """
        SELECT id, bulk_stock_id, quantity_after FROM (
            SELECT id, bulk_stock_id, quantity_after, sum(quantity) OVER (PARTITION BY bulk_stock_id ORDER BY id) AS held
            FROM inventory_bulkmovement
        ) AS moved
        WHERE held < 0 OR quantity_after <> held
        """,
    ),
    Invariant(
        "B06",
        "A bulk movement's sign fits its kind, and somebody did it.",
        """
        SELECT id, kind, quantity FROM inventory_bulkmovement m
        WHERE CASE WHEN kind IN ('receipt', 'return') THEN quantity <= 0
                   WHEN kind IN ('sale', 'repair part') THEN quantity >= 0
                   WHEN kind IN ('adjustment', 'count') THEN quantity = 0
                   ELSE true END
           OR NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = m.moved_by_id)
        """,
    ),
    Invariant(
        "S01.scrap",
        "Whoever asked to scrap a unit never approved it, unless the business has switched four eyes off.",
        """
        SELECT id, asset_id, approved_by_id FROM inventory_scraprequest
        WHERE approved_by_id = requested_by_id AND NOT four_eyes_waived
        """,
    ),
    Invariant(
        "S01.count",
        "Whoever counted stock never approved the count, unless the business has switched four eyes off.",
        """
        SELECT id, counted_by_id, approved_by_id FROM inventory_stockcount
        WHERE approved_by_id = counted_by_id AND NOT four_eyes_waived
        """,
    ),
    by_role(
        "stock",
        "Units are scrapped and counts approved by a Manager.",
        Approval("inventory_scraprequest", "approved_by_id", (MANAGER,)),
        Approval("inventory_stockcount", "approved_by_id", (MANAGER,)),
    ),
]
