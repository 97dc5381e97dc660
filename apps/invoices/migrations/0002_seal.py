from django.db import migrations

from common.db.seals import seal_function


class Migration(migrations.Migration):
    """The proof that an issued invoice was not changed: computed by the database when it is issued."""

    dependencies = [("invoices", "0001_initial")]
    operations = [
        seal_function(
            "invoice_seal",
            "invoices_invoice",
            (
                "invoice_number", "customer_id", "customer_type", "invoice_date", "due_date", "subtotal", "tax_rate",
                "tax_amount", "total_amount", "currency", "order_id",
            ),
            lines="invoices_invoiceline",
            parent="invoice_id",
            line_columns=(
                "line_number", "kind", "asset_id", "bulk_stock_id", "item_description", "quantity", "unit_price",
                "discount", "line_total",
            ),
            order="line_number",
        )
    ]  # fmt: skip
