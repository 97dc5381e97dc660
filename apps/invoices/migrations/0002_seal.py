from django.db import migrations

SEAL = """
CREATE FUNCTION invoice_seal(i invoices_invoice) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        i.invoice_number, i.customer_id, i.customer_type, i.invoice_date, i.due_date, i.subtotal, i.tax_rate,
        i.tax_amount, i.total_amount, i.currency, i.order_id,
        (SELECT jsonb_agg(jsonb_build_array(l.line_number, l.kind, l.asset_id, l.bulk_stock_id, l.item_description,
                                            l.quantity, l.unit_price, l.discount, l.line_total) ORDER BY l.line_number)
         FROM invoices_invoiceline l WHERE l.invoice_id = i.id))::text, 'UTF8')), 'hex')
$$;
"""


class Migration(migrations.Migration):
    """The proof that an issued invoice was not changed: computed by the database when it is issued."""

    dependencies = [("invoices", "0001_initial")]
    operations = [migrations.RunSQL(SEAL, "DROP FUNCTION invoice_seal(invoices_invoice)")]
