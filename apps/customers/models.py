from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from common.db import locks
from common.db.lookups import digits_of
from common.db.triggers import never_deleted
from common.models import Record, SoftDeleted
from common.money import CurrencyField, MoneyField


class LeadSource(Record):
    """Where customers come from (seed 5 §3.19)."""

    LABEL: ClassVar[tuple[str, ...]] = ("source_name",)

    source_name = models.CharField(max_length=50, unique=True)
    description = models.TextField(blank=True, default="")
    is_active = models.BooleanField(default=True)

    class Meta(Record.Meta):
        verbose_name = "lead source"


LONGEST_TERM = 3650


class Customer(Record, SoftDeleted):
    """A person or business we sell to (seed 5 §3.2), with its rep and its credit (domain §3)."""

    class Type(models.TextChoices):
        RETAIL = "Retail"
        WHOLESALE = "Wholesale"

    LABEL: ClassVar[tuple[str, ...]] = ("full_name",)
    LOCK_RANK = locks.CUSTOMER

    customer_type = models.CharField(max_length=20, choices=Type, default=Type.RETAIL)
    full_name = models.CharField(max_length=100)
    business_name = models.CharField(max_length=100, blank=True, default="")
    email = models.EmailField(max_length=100, blank=True, default="")
    phone = models.CharField(max_length=20)
    alternate_phone = models.CharField(max_length=20, blank=True, default="")
    address = models.TextField(blank=True, default="")
    city = models.CharField(max_length=50, blank=True, default="Accra")
    region = models.CharField(max_length=50, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    lead_source = models.ForeignKey(
        LeadSource, null=True, blank=True, on_delete=models.PROTECT, related_name="customers"
    )
    customer_rep = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="customers",
        db_index=False,
    )
    # The most that may be owed at a time; empty is no limit.
    credit_limit = MoneyField(null=True, blank=True)
    # Days from invoice to due date; empty takes the business's own.
    credit_term_days = models.PositiveSmallIntegerField(null=True, blank=True)
    currency = CurrencyField(default="GHS")
    # While held nothing is sold to the customer on account.
    account_hold = models.BooleanField(default=False)
    # Since when nothing here tells who the customer was.
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "customer"
        constraints = [
            models.CheckConstraint(condition=Q(customer_type__in=["Retail", "Wholesale"]), name="customer_type"),
            models.CheckConstraint(condition=Q(credit_limit__gte=0), name="customer_credit_limit"),
            models.CheckConstraint(condition=~Q(full_name="") & ~Q(phone=""), name="customer_named"),
        ]
        indexes = [
            models.Index(fields=["customer_type", "id"], name="customer_type_index"),
            models.Index(fields=["customer_rep", "id"], name="customer_rep_index"),
            models.Index(fields=["full_name", "id"], name="customer_name_index"),
            models.Index(fields=["created_at", "id"], name="customer_created_index"),
            models.Index(Upper("city"), "id", name="customer_city_index"),
            models.Index(Upper("region"), "id", name="customer_region_index"),
            models.Index(Upper("email"), name="customer_email_index"),
            GinIndex(OpClass(Upper("full_name"), "gin_trgm_ops"), name="customer_name_search", fastupdate=False),
            GinIndex(
                OpClass(Upper("business_name"), "gin_trgm_ops"), name="customer_business_search", fastupdate=False
            ),
            GinIndex(OpClass(Upper("email"), "gin_trgm_ops"), name="customer_email_search", fastupdate=False),
            GinIndex(OpClass(digits_of("phone"), "gin_trgm_ops"), name="customer_phone_search", fastupdate=False),
            GinIndex(
                OpClass(digits_of("alternate_phone"), "gin_trgm_ops"), name="customer_phone2_search", fastupdate=False
            ),
        ]
        triggers = [*Record.Meta.triggers, never_deleted()]
