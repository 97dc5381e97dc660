"""Reading people and the business's settings."""

from apps.accounts.models import BusinessSettings


def business() -> BusinessSettings:
    """Return what the business decided; the defaults hold until an Admin changes them."""
    return BusinessSettings.objects.filter(pk=1).first() or BusinessSettings(pk=1)
