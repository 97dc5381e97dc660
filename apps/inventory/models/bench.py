"""What happens to a unit on the bench: its tests, its wipes, and the wish to scrap it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.inventory.models.units import Asset
from common.db.triggers import append_only
from common.models import Record
from common.money import MoneyField


class DiagnosticsResult(Record):
    """A technician's checklist for a unit (seed 5 §3.8)."""

    class Result(models.TextChoices):
        PASS = "Pass"
        PASS_WITH_NOTES = "Pass with Notes"
        FAIL = "Fail"

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="diagnostics_results", db_index=False)
    technician = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checklist_data = models.JSONField()
    overall_result = models.CharField(max_length=20, choices=Result)
    notes = models.TextField(blank=True, default="")
    diagnostic_date = models.DateField()

    class Meta(Record.Meta):
        verbose_name = "diagnostics result"
        constraints = [
            models.CheckConstraint(
                condition=Q(overall_result__in=["Pass", "Pass with Notes", "Fail"]), name="diagnostics_result"
            )
        ]
        indexes = [models.Index(fields=["asset", "id"], name="diagnostics_asset")]
        triggers = [*Record.Meta.triggers, *append_only()]

    @property
    def passed(self) -> bool:
        """Whether the unit may go on towards sale."""
        return self.overall_result != self.Result.FAIL


class WipeCertificate(Record):
    """Proof that a unit's data is gone (seed 5 §3.9)."""

    LABEL: ClassVar[tuple[str, ...]] = ("wipe_method",)

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="wipe_certificates", db_index=False)
    technician = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    wipe_method = models.CharField(max_length=50)
    certificate_reference = models.CharField(max_length=100, blank=True, default="")
    wipe_date = models.DateField()
    notes = models.TextField(blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = "wipe certificate"
        indexes = [models.Index(fields=["asset", "id"], name="wipe_asset")]
        triggers = [*Record.Meta.triggers, *append_only()]


class ScrapRequest(Record):
    """Somebody asks that a unit be scrapped; a manager, another person, approves (domain §4)."""

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="scrap_requests")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    write_off_cost = MoneyField(null=True)
    # Approved while the business had switched four eyes off.
    four_eyes_waived = models.BooleanField(default=False)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["asset"],
                condition=Q(approved_by__isnull=True, withdrawn_at__isnull=True),
                name="scrap_request_open",
                violation_error_message=_("Scrapping is already asked for and waits for a manager."),
                violation_error_code="action_not_allowed",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(four_eyes_waived=True) | ~Q(approved_by=F("requested_by")),
                name="scrap_request_four_eyes",
                violation_error_message=_("Whoever asked to scrap a unit never approves it."),
                violation_error_code="self_approval",
            ),
        ]
