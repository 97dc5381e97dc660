from django.db import migrations

from apps.reports.sql import DROP_BUSINESS_TODAY, VIEWS, business_today


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0001_initial"),
        ("inventory", "0001_initial"),
        ("invoices", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(business_today(), DROP_BUSINESS_TODAY),
        *(migrations.RunSQL(f"CREATE VIEW {name} AS {body}", f"DROP VIEW {name}") for name, body in VIEWS.items()),
    ]
