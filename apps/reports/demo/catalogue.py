"""What the demo's shop deals in: models with their grade prices in GHS, and bulk stock."""

# ruff: noqa: E501 - a table is read down its columns

from typing import NamedTuple

LAPTOP, PHONE, ACCESSORY = "Laptop", "Phone", "Accessory"
WINDOWS, MAC, IPHONE_OS, ANDROID = "Windows 11 Pro", "macOS", "iOS", "Android"


class Model(NamedTuple):
    """A device type: prices per grade in GHS, its cost landed here, and how its serial numbers look."""

    category: str
    brand: str
    name: str
    cpu: str
    ram: str
    storage: str
    screen: str
    system: str
    prices: tuple[int, int, int]
    cost: int
    # Letters and digits as they stand, `?` for either, `#` for a digit.
    serial: str


HP, LENOVO, DELL, APPLE = "5CG#######?", "PF######", "??????#", "C02????????"
IMEI, SAMSUNG = "35#############", "R58????????"

MODELS = (
    Model(LAPTOP, "HP", "EliteBook 840 G7", "i5-10310U", "16GB", "512GB SSD", '14"', WINDOWS, (5400, 4900, 4300), 3450, HP),
    Model(LAPTOP, "HP", "EliteBook 840 G8", "i5-1145G7", "16GB", "512GB SSD", '14"', WINDOWS, (6300, 5800, 5200), 4150, HP),
    Model(LAPTOP, "HP", "EliteBook x360 1030 G4", "i7-8665U", "16GB", "512GB SSD", '13.3"', WINDOWS, (5900, 5300, 4700), 3900, HP),
    Model(LAPTOP, "HP", "ProBook 450 G8", "i5-1135G7", "8GB", "256GB SSD", '15.6"', WINDOWS, (4800, 4300, 3800), 3100, HP),
    Model(LAPTOP, "HP", "ZBook Firefly 14 G8", "i7-1165G7", "32GB", "1TB SSD", '14"', WINDOWS, (8900, 8200, 7400), 6100, HP),
    Model(LAPTOP, "Lenovo", "ThinkPad T14 Gen 1", "i5-10210U", "16GB", "512GB SSD", '14"', WINDOWS, (5200, 4700, 4200), 3350, LENOVO),
    Model(LAPTOP, "Lenovo", "ThinkPad T490", "i5-8365U", "16GB", "256GB SSD", '14"', WINDOWS, (4300, 3900, 3400), 2750, LENOVO),
    Model(LAPTOP, "Lenovo", "ThinkPad X1 Carbon Gen 8", "i7-10610U", "16GB", "512GB SSD", '14"', WINDOWS, (7200, 6600, 5900), 4800, LENOVO),
    Model(LAPTOP, "Lenovo", "ThinkPad X13 Gen 2", "Ryzen 5 PRO 5650U", "16GB", "512GB SSD", '13.3"', WINDOWS, (6100, 5600, 5000), 4000, LENOVO),
    Model(LAPTOP, "Dell", "Latitude 5420", "i5-1145G7", "16GB", "256GB SSD", '14"', WINDOWS, (5300, 4800, 4300), 3500, DELL),
    Model(LAPTOP, "Dell", "Latitude 7400", "i7-8665U", "16GB", "512GB SSD", '14"', WINDOWS, (4700, 4200, 3700), 3000, DELL),
    Model(LAPTOP, "Dell", "XPS 13 9310", "i7-1165G7", "16GB", "512GB SSD", '13.4"', WINDOWS, (8400, 7700, 6900), 5700, DELL),
    Model(LAPTOP, "Apple", "MacBook Air M1 2020", "M1", "8GB", "256GB SSD", '13.3"', MAC, (8200, 7600, 6900), 5900, APPLE),
    Model(LAPTOP, "Apple", "MacBook Pro 13 M1 2020", "M1", "16GB", "512GB SSD", '13.3"', MAC, (10400, 9700, 8900), 7600, APPLE),
    Model(LAPTOP, "Apple", "MacBook Pro 14 M1 Pro 2021", "M1 Pro", "16GB", "512GB SSD", '14.2"', MAC, (16800, 15600, 14200), 12500, APPLE),
    Model(PHONE, "Apple", "iPhone 11 64GB", "A13", "4GB", "64GB", '6.1"', IPHONE_OS, (3600, 3200, 2800), 2350, IMEI),
    Model(PHONE, "Apple", "iPhone 12 128GB", "A14", "4GB", "128GB", '6.1"', IPHONE_OS, (4900, 4400, 3900), 3300, IMEI),
    Model(PHONE, "Apple", "iPhone 13 128GB", "A15", "4GB", "128GB", '6.1"', IPHONE_OS, (6600, 6100, 5500), 4700, IMEI),
    Model(PHONE, "Apple", "iPhone 14 Pro 256GB", "A16", "6GB", "256GB", '6.1"', IPHONE_OS, (11200, 10400, 9500), 8200, IMEI),
    Model(PHONE, "Samsung", "Galaxy S21 128GB", "Exynos 2100", "8GB", "128GB", '6.2"', ANDROID, (3900, 3500, 3000), 2500, SAMSUNG),
    Model(PHONE, "Samsung", "Galaxy S22 256GB", "Snapdragon 8 Gen 1", "8GB", "256GB", '6.1"', ANDROID, (5600, 5100, 4500), 3800, SAMSUNG),
    Model(PHONE, "Samsung", "Galaxy A54 128GB", "Exynos 1380", "8GB", "128GB", '6.4"', ANDROID, (3300, 2900, 2500), 2050, SAMSUNG),
    Model(PHONE, "Samsung", "Galaxy Note 20 Ultra", "Exynos 990", "12GB", "256GB", '6.9"', ANDROID, (5800, 5200, 4600), 3900, SAMSUNG),
    Model(PHONE, "Google", "Pixel 7 128GB", "Tensor G2", "8GB", "128GB", '6.3"', ANDROID, (4800, 4300, 3800), 3200, IMEI),
    Model(ACCESSORY, "HP", "USB-C Dock G5", "", "", "", "", "", (1450, 1250, 1050), 780, "5CG#######?"),
    Model(ACCESSORY, "Dell", "WD19S Dock", "", "", "", "", "", (1600, 1400, 1150), 860, "CN0????????"),
    Model(ACCESSORY, "Anker", "PowerDrive car kit", "", "", "", "", "", (280, 240, 200), 120, "AK########"),
    Model(ACCESSORY, "Samsung", "DeX Station", "", "", "", "", "", (650, 560, 470), 310, "R58????????"),
)  # fmt: skip

# SKU, name, category, cost and price in GHS, pieces received, reorder below, supplier.
BULK = (
    ("CHG-HP-65C", "HP 65W USB-C charger", "Charger", 95, 180, 60, 15, "Shenzhen Power Co"),
    ("CHG-LEN-65C", "Lenovo 65W USB-C charger", "Charger", 90, 175, 50, 15, "Shenzhen Power Co"),
    ("CHG-DEL-90", "Dell 90W barrel charger", "Charger", 85, 170, 30, 12, "Shenzhen Power Co"),
    ("CHG-MAG-61", "MacBook 61W USB-C charger", "Charger", 210, 380, 18, 10, "Shenzhen Power Co"),
    ("CHG-IPH-20", "iPhone 20W adapter", "Charger", 60, 130, 80, 25, "Harbour Imports"),
    ("CAB-LTG-1M", "Lightning cable 1 m", "Cable", 18, 60, 120, 40, "Harbour Imports"),
    ("CAB-C2C-1M", "USB-C cable 1 m", "Cable", 15, 50, 120, 40, "Harbour Imports"),
    ("CAR-KIT-45", "Car charger kit 45W", "Car kit", 48, 120, 35, 10, "Harbour Imports"),
    ("MSE-LOG-185", "Logitech M185 mouse", "Mouse", 65, 140, 40, 10, "Accra Tech Wholesale"),
    ("BAG-LAP-15", 'Laptop bag 15.6"', "Bag", 55, 130, 45, 12, "Accra Tech Wholesale"),
    ("RAM-DD4-8", "8GB DDR4 SODIMM", "RAM", 120, 240, 24, 8, "Accra Tech Wholesale"),
    ("SSD-NVM-512", "512GB NVMe SSD", "SSD", 260, 450, 16, 8, "Accra Tech Wholesale"),
    ("GLS-IPH-12", "Tempered glass iPhone 12/13", "Protector", 6, 35, 150, 50, "Harbour Imports"),
    ("CAS-GAL-S21", "Galaxy S21 case", "Case", 14, 60, 40, 15, "Harbour Imports"),
)
# What the shelves held when they were last counted, for those that ran low.
COUNTED = {"CHG-MAG-61": 4, "RAM-DD4-8": 3, "SSD-NVM-512": 5, "CHG-DEL-90": 9, "CAS-GAL-S21": 6}

SUPPLIERS = ("Rhine Refurb GmbH", "Harbour Imports", "Boston Asset Recovery", "Dubai Tech Lots")
