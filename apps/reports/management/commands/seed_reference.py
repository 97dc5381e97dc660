import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand

from apps.accounts.models import BusinessSettings, User
from apps.accounts.roles import ADMIN, ROLES
from apps.accounts.services import user_create
from apps.customers.models import LeadSource
from apps.inventory.models import Location
from apps.payments.models import Bank
from common.db.acting import act, system_user

# Seed 5 §3.6 and §3.19, verbatim.
LOCATIONS = {
    "Shop Floor": "Main retail display area",
    "Backroom": "Storage behind shop",
    "Repair Bench": "Technician workstation",
    "Warehouse": "Off-site storage",
    "Sold": "Item has been sold and left premises",
}
LEAD_SOURCES = {
    "Instagram": "Social media marketing",
    "Walk-in": "Customer walked into shop",
    "Referral": "Referred by existing customer",
    "Campus Ambassador": "University campus representative",
    "Online Search": "Found via Google/search engine",
    "Facebook": "Facebook ads or organic",
    "WhatsApp": "WhatsApp Business",
    "Other": "Other source",
}
BANKS = {"Main account": "", "Cash safe": ""}
DEMO_PASSWORD = "changeme123"


class Command(BaseCommand):
    """Makes what every installation needs: roles, locations, lead sources, banks, settings and the first Admin.

    It can run again and again: what exists stays as it is.
    """

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        system = system_user()
        with act(actor=system, step="seed"):
            for name in ROLES:
                Group.objects.get_or_create(name=name)
            for name, description in LOCATIONS.items():
                Location.objects.get_or_create(location_name=name, defaults={"description": description})
            for name, description in LEAD_SOURCES.items():
                LeadSource.objects.get_or_create(source_name=name, defaults={"description": description})
            for name, number in BANKS.items():
                Bank.objects.get_or_create(name=name, defaults={"account_number": number})
            BusinessSettings.objects.get_or_create(pk=1)
        self.stdout.write(f"{len(ROLES)} roles, {len(LOCATIONS)} locations, {len(LEAD_SOURCES)} lead sources.")
        if not User.objects.filter(username="admin").exists():
            self._make_admin(system)

    def _make_admin(self, system: User) -> None:
        password = DEMO_PASSWORD if settings.DEMO else secrets.token_urlsafe(15)
        user_create(
            username="admin",
            email="admin@fettle.example",
            full_name="Administrator",
            role=ADMIN,
            password=password,
            must_change_password=not settings.DEMO,
            actor=system,
        )
        if settings.DEMO:
            self.stdout.write("The first Admin is admin; its password is the demo's.")
        else:
            self.stdout.write(f"The first Admin is admin, password {password}: shown once, changed at first sign-in.")
