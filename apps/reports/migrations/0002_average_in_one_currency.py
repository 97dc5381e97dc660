from django.db import migrations

from apps.reports.sql import VIEWS

NAME = "view_inventory_summary"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("invoices", "0001_initial"),
        ("reports", "0001_views"),
    ]

    operations = [migrations.RunSQL(f"CREATE OR REPLACE VIEW {NAME} AS {VIEWS[NAME]}", migrations.RunSQL.noop)]
