"""Who works in the demo's shop, and whom it sells to."""

from typing import Any

from apps.accounts.roles import (
    AUDITOR,
    BILLING,
    CUSTOMER_SERVICE,
    ENGINEER,
    FINANCE,
    LOGISTICS,
    MANAGER,
    REMOTE_SALES,
    SALES,
    TECHNICIAN,
    WAREHOUSE,
)

PASSWORD = "fettle-demo"
DOMAIN = "labone-devices.example"

BUSINESS: dict[str, Any] = {
    "name": "Labone Device House",
    "address": "12 Orphan Crescent, Labone, Accra",
    "phone": "+233 30 277 4180",
    "email": f"hello@{DOMAIN}",
    "tax_number": "C0012345678",
    "currency": "GHS",
}

# Username, full name, role.
STAFF = (
    ("manager", "Abena Owusu-Ansah", MANAGER),
    ("manager2", "Kwabena Darko", MANAGER),
    ("sales", "Efua Mensah", SALES),
    ("sales2", "Kojo Asante", SALES),
    ("remote_sales", "Yaa Serwaa Boateng", REMOTE_SALES),
    ("billing", "Nii Armah Quaye", BILLING),
    ("billing2", "Adwoa Frimpong", BILLING),
    ("finance", "Emmanuel Tetteh", FINANCE),
    ("finance2", "Akosua Agyeman", FINANCE),
    ("logistics", "Ibrahim Alhassan", LOGISTICS),
    ("warehouse", "Kwesi Appiah", WAREHOUSE),
    ("technician", "Mawuli Agbeko", TECHNICIAN),
    ("customer_service", "Dzifa Amegashie", CUSTOMER_SERVICE),
    ("engineer", "Fiifi Essien", ENGINEER),
    ("auditor", "Comfort Nartey", AUDITOR),
)

LEADS = ("Instagram", "Walk-in", "Referral", "Campus Ambassador", "Online Search", "Facebook", "WhatsApp", "Other")
REPS = ("sales", "sales2", "remote_sales")

# Full name, city, region.
RETAIL = (
    ("Kwame Mensah", "Accra", "Greater Accra"),
    ("Ama Serwaa Bonsu", "Kumasi", "Ashanti"),
    ("Kofi Adjei", "Tema", "Greater Accra"),
    ("Akua Donkor", "Accra", "Greater Accra"),
    ("Yaw Ofori", "Accra", "Greater Accra"),
    ("Esi Quansah", "Cape Coast", "Central"),
    ("Kwaku Sarpong", "Kumasi", "Ashanti"),
    ("Afia Pokuaa", "Accra", "Greater Accra"),
    ("Kobina Ansah", "Takoradi", "Western"),
    ("Adjoa Amoako", "Accra", "Greater Accra"),
    ("Selorm Kpodo", "Ho", "Volta"),
    ("Edem Gbedemah", "Accra", "Greater Accra"),
    ("Naa Dedei Lamptey", "Accra", "Greater Accra"),
    ("Nii Lante Okai", "Accra", "Greater Accra"),
    ("Abdul-Rahman Issah", "Tamale", "Northern"),
    ("Fatima Yakubu", "Tamale", "Northern"),
    ("Rashida Mohammed", "Accra", "Greater Accra"),
    ("Kwasi Amponsah", "Sunyani", "Bono"),
    ("Maame Yaa Ntim", "Koforidua", "Eastern"),
    ("Ebo Taylor-Hagan", "Cape Coast", "Central"),
    ("Araba Sackey", "Takoradi", "Western"),
    ("Delali Attipoe", "Accra", "Greater Accra"),
    ("Nana Akua Boakye", "Kumasi", "Ashanti"),
    ("Paa Kwesi Baiden", "Accra", "Greater Accra"),
    ("Gifty Opoku", "Accra", "Greater Accra"),
    ("Bernard Nyarko", "Accra", "Greater Accra"),
    ("Hannah Addo", "Tema", "Greater Accra"),
    ("Samuel Kuffour", "Obuasi", "Ashanti"),
)
# Full name, business, city, region, days to pay.
WHOLESALE = (
    ("Prince Oduro", "Circle Gadget Mart", "Accra", "Greater Accra", 14),
    ("Hajia Mariam Seidu", "Northern Star Computers", "Tamale", "Northern", 30),
    ("Joseph Ackah", "Takoradi IT Supplies", "Takoradi", "Western", 14),
    ("Linda Asamoah", "KNUST Campus Tech", "Kumasi", "Ashanti", 7),
    ("Richmond Antwi", "Suame Phone Hub", "Kumasi", "Ashanti", 14),
    ("Vida Agyei", "Legon Student Devices", "Accra", "Greater Accra", 7),
    ("Mohammed Awal", "Zongo Mobile Traders", "Accra", "Greater Accra", 30),
    ("Patience Dogbe", "Volta Office Systems", "Ho", "Volta", 14),
    ("George Amissah", "Oguaa School Supplies", "Cape Coast", "Central", 30),
    ("Cynthia Larbi", "Tema Harbour Electronics", "Tema", "Greater Accra", 7),
    ("Isaac Bediako", "Bono Digital Centre", "Sunyani", "Bono", 14),
    ("Rebecca Tagoe", "Osu Business Machines", "Accra", "Greater Accra", 30),
)
