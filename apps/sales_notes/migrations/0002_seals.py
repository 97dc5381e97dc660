from django.db import migrations

from common.db.seals import seal_function

SAID = (
    "number", "readable_number", "code", "customer_id", "currency", "total", "public_notes", "private_notes", "origin",
    "origin_id", "invoice_id", "created_by_id", "approved_by_billing_user_id", "approved_by_office_user_id",
)  # fmt: skip
LINES = (
    "line_number", "product_model_id", "asset_id", "bulk_stock_id", "invoice_line_id", "description", "amount", "price",
    "discount", "line_total",
)  # fmt: skip


class Migration(migrations.Migration):
    """The proof that an archived note was not changed: computed by the database when it is archived."""

    dependencies = [("sales_notes", "0001_initial")]
    operations = [
        seal_function(
            f"{kind}_note_seal",
            f"sales_notes_{kind}note",
            SAID,
            lines=f"sales_notes_{kind}noteline",
            parent="note_id",
            line_columns=LINES,
            order="line_number",
        )
        for kind in ("credit", "debit")
    ]
