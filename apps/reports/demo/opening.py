"""The shop opens: its settings, its staff, its views of lists, its customers."""

from collections.abc import Iterator

from apps.accounts.models import User
from apps.accounts.services import saved_view_create, settings_update, user_create
from apps.customers.models import LeadSource
from apps.customers.services import customer_create
from apps.inventory.models import Location
from apps.reports.demo.people import BUSINESS, DOMAIN, LEADS, PASSWORD, REPS, RETAIL, STAFF, WHOLESALE
from apps.reports.demo.shop import Shop
from common.db.acting import system_user

# List, name and query of what everybody finds in the menu of views: what has waited longest comes first.
VIEWS = (
    ("assets", "Ready to sell", "status=Ready+for+Sale&ordering=received_date"),
    ("assets", "In QC", "status=QC+Pending&ordering=received_date"),
    ("invoices", "Overdue invoices", "is_overdue=true&ordering=due_date"),
)


def staff_hired() -> Iterator[str]:
    """Every role has its account, under the settings of the shop; an account that is there already stays as it is."""
    system = system_user()
    settings_update(actor=system, **BUSINESS)
    known = set(User.objects.values_list("username", flat=True))
    for i, (username, full_name, role) in enumerate(STAFF):
        if username not in known:
            user_create(
                username=username,
                email=f"{username.replace('_', '.')}@{DOMAIN}",
                full_name=full_name,
                role=role,
                phone=f"+233 20 811 {4100 + 37 * i}",
                password=PASSWORD,
                must_change_password=False,
                actor=system,
            )
        yield full_name


def shop_opened() -> Shop:
    """Return the shop with its people and its places."""
    return Shop(
        people={user.username: user for user in User.objects.all()},
        places={place.location_name: place for place in Location.objects.all()},
    )


def views_shared(shop: Shop) -> None:
    """Everybody has the shop's own views of its lists."""
    for resource, name, query in VIEWS:
        saved_view_create(list=resource, name=name, query=query, shared=True, actor=shop.people["manager"])


def customers_welcomed(shop: Shop) -> Iterator[str]:
    """The shop knows its customers, each with a rep and where they heard of it; wholesale ones buy on account."""
    leads = {lead.source_name: lead.pk for lead in LeadSource.objects.all()}
    facts = [
        *((name, "", city, region, None) for name, city, region in RETAIL),
        *((name, business, city, region, days) for name, business, city, region, days in WHOLESALE),
    ]
    for i, (name, business, city, region, days) in enumerate(facts):
        network = shop.random.choice(("20", "24", "26", "27", "50", "54", "55"))
        number = f"{shop.random.randrange(10_000_000):07d}"
        address = name.lower().replace(" ", ".")
        customer = customer_create(
            customer_type="Wholesale" if business else "Retail",
            full_name=name,
            business_name=business,
            phone=f"+233 {network} {number[:3]} {number[3:]}",
            email=f"{address}@mail.example" if i % 3 else "",
            city=city,
            region=region,
            lead_source=leads[LEADS[i % len(LEADS)]],
            customer_rep=shop.people[REPS[i % len(REPS)]].pk,
            credit_term_days=days,
            credit_limit="120000.00" if business else None,
            actor=shop.people["manager"],
        )
        (shop.wholesale if business else shop.retail).append(customer)
        yield name
