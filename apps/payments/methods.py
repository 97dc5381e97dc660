"""How money is paid (seed 5 §3.12)."""

from django.db import models


class Method(models.TextChoices):
    CASH = "Cash"
    MOMO = "MoMo"
    BANK_TRANSFER = "Bank Transfer"
    CARD = "Card"
    OTHER = "Other"
