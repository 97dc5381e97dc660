"""The shop opens: its settings, its staff, its customers."""

from collections.abc import Iterator

from apps.accounts.models import User
from apps.accounts.services import settings_update, user_create
from apps.customers.models import LeadSource
from apps.customers.services import customer_create
from apps.inventory.models import Location
from apps.reports.demo.people import BUSINESS, DOMAIN, LEADS, PASSWORD, REPS, RETAIL, STAFF, WHOLESALE
from apps.reports.demo.shop import Shop
from common.db.acting import system_user


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
