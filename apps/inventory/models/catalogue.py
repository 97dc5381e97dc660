"""Where stock lies, and what it is: places and product models."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from common.models import Record, SoftDeleted
from common.money import MoneyField

GRADES = ("A", "B", "C")
SOLD_LOCATION = "Sold"


class Location(Record):
    """A place where stock lies (seed 5 §3.6)."""

    LABEL: ClassVar[tuple[str, ...]] = ("location_name",)

    location_name = models.CharField(max_length=50, unique=True)
    description = models.TextField(blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = "location"


class ProductModel(Record, SoftDeleted):
    """A type of device, not a single unit (seed 5 §3.3)."""

    class Category(models.TextChoices):
        LAPTOP = "Laptop"
        PHONE = "Phone"
        ACCESSORY = "Accessory"

    LABEL: ClassVar[tuple[str, ...]] = ("brand", "model_name")

    category = models.CharField(max_length=20, choices=Category)
    brand = models.CharField(max_length=50)
    model_name = models.CharField(max_length=100)
    cpu = models.CharField(max_length=100, blank=True, default="")
    ram = models.CharField(max_length=50, blank=True, default="")
    storage = models.CharField(max_length=50, blank=True, default="")
    screen_size = models.CharField(max_length=20, blank=True, default="")
    gpu = models.CharField(max_length=100, blank=True, default="")
    operating_system = models.CharField(max_length=50, blank=True, default="")
    description = models.TextField(blank=True, default="")
    default_price_grade_a = MoneyField(null=True, blank=True)
    default_price_grade_b = MoneyField(null=True, blank=True)
    default_price_grade_c = MoneyField(null=True, blank=True)
    image_url = models.URLField(max_length=255, blank=True, default="")
    needs_wipe = models.BooleanField()
    needs_diagnostics = models.BooleanField()

    class Meta(Record.Meta):
        verbose_name = "product model"
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=["Laptop", "Phone", "Accessory"]), name="product_model_category"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"default_price_grade_{grade}__gte": 0}), name=f"product_model_price_{grade}"
                )
                for grade in "abc"
            ),
        ]
        indexes = [
            models.Index(fields=["category", "id"], name="product_model_category_index"),
            models.Index(fields=["brand", "model_name", "id"], name="product_model_brand_index"),
            GinIndex(OpClass(Upper("model_name"), "gin_trgm_ops"), name="product_model_name_search", fastupdate=False),
            GinIndex(OpClass(Upper("brand"), "gin_trgm_ops"), name="product_model_brand_search", fastupdate=False),
        ]

    def price_of(self, grade: str) -> object:
        """Return the default price of a grade, or None where none is set."""
        return getattr(self, f"default_price_grade_{grade.lower()}") if grade else None
