"""The reporting views of seed 5 §4, under their names, and the business's today as SQL knows it."""

from common.dates import sql_day_of


def business_today() -> str:
    """Return the SQL that makes `business_today()`, which stands where the seed says CURRENT_DATE.

    It is the date in the business's time zone, as the settings name it; every `migrate` writes that zone anew.
    """
    return f"""
        CREATE OR REPLACE FUNCTION business_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
        AS $$ SELECT {sql_day_of("now()")} $$
    """


DROP_BUSINESS_TODAY = "DROP FUNCTION business_today()"

# What the seed's own statement says, with our table names. Money of two currencies is never added up: `sales_daily` has
# one more column at its end, and the average price is of what was sold in the business's own.
VIEWS = {
    "view_inventory_summary": """
        SELECT pm.category, pm.brand, pm.model_name,
               count(*) AS total_units,
               count(*) FILTER (WHERE a.status = 'Ready for Sale') AS available,
               count(*) FILTER (WHERE a.status = 'Reserved') AS reserved,
               count(*) FILTER (WHERE a.status = 'Sold') AS sold,
               avg(a.sale_price) FILTER (WHERE a.status = 'Sold' AND f.asset_id IS NULL) AS avg_sale_price,
               avg(business_today() - a.received_date)
                   FILTER (WHERE a.status IN ('Ready for Sale', 'Reserved')) AS avg_age_days
        FROM inventory_asset a JOIN inventory_productmodel pm ON a.product_model_id = pm.id
        LEFT JOIN (
            SELECT l.asset_id FROM invoices_invoice i JOIN invoices_invoiceline l ON l.invoice_id = i.id
            WHERE i.currency <> (SELECT currency FROM accounts_businesssettings)
              AND l.asset_id IS NOT NULL AND l.released_at IS NULL
        ) f ON f.asset_id = a.id
        GROUP BY pm.category, pm.brand, pm.model_name
        ORDER BY total_units DESC
    """,
    "view_sales_daily": """
        SELECT invoice_date,
               count(*) AS transaction_count,
               sum(total_amount) AS total_sales,
               sum(CASE WHEN customer_type = 'Retail' THEN total_amount ELSE 0 END) AS retail_sales,
               sum(CASE WHEN customer_type = 'Wholesale' THEN total_amount ELSE 0 END) AS wholesale_sales,
               currency
        FROM invoices_invoice
        WHERE status = 'Paid'
        GROUP BY invoice_date, currency
        ORDER BY invoice_date DESC
    """,
    "view_aging_inventory": """
        SELECT a.asset_tag, a.serial_number, pm.brand, pm.model_name, a.condition_grade, a.status, a.received_date,
               business_today() - a.received_date AS days_in_inventory,
               CASE
                   WHEN business_today() - a.received_date > 90 THEN '90+ days'
                   WHEN business_today() - a.received_date > 60 THEN '60-90 days'
                   WHEN business_today() - a.received_date > 30 THEN '30-60 days'
                   ELSE 'Under 30 days'
               END AS aging_bucket
        FROM inventory_asset a JOIN inventory_productmodel pm ON a.product_model_id = pm.id
        WHERE a.status IN ('Received', 'Diagnostics Pending', 'Wipe Pending', 'QC Pending', 'Ready for Sale')
        ORDER BY days_in_inventory DESC
    """,
    # Empty until there are preorders; the columns and their types are already those it will have.
    "view_preorder_sla": """
        SELECT NULL::varchar(50) AS preorder_number, NULL::varchar(100) AS customer_name, NULL::text AS requested_specs,
               NULL::varchar(30) AS status, NULL::date AS order_date, NULL::date AS sla_date,
               NULL::integer AS days_overdue, NULL::boolean AS is_overdue
        WHERE false
    """,
}
