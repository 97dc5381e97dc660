"""What the worker mails to people about their accounts."""

from django.core.mail import send_mail
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from common.tasks import RETRY


@app.task(retry=RETRY)
def tell_of_new_email(before: str, after: str) -> None:
    """Tell the old address that the account has a new one: who did not ask for it learns of it there."""
    send_mail(
        _("Your email address in Fettle was changed"),
        _(
            "The email address of your account is now %(after)s instead of %(before)s. If this was not you, speak to an"
            " Admin at once: whoever reads the new address can set a new password."
        )
        % {"before": before, "after": after},
        None,
        [before],
    )
