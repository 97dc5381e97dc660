"""What no text of the business holds, by whatever door it comes: characters that nobody sees, and more than is read."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# The longest free text: some four printed pages.
LONGEST = 10_000
MOST_DIGITS = 19
# Controls (but tab and line breaks), surrogates, what turns the direction of writing, and what has no width: with it
# two texts that look the same are not. Joiners have their use, inside words of the scripts that need them.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]|(?:^|(?<=[\x00-\x7f]))[\u200c\u200d]"
)
_COMBINING_RUN = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{9,}")


def is_plain(text: str) -> bool:
    """Say whether the text holds nothing but what people see, and no tower of marks on one letter."""
    return not (_REFUSED.search(text) or _COMBINING_RUN.search(text))


def refused_characters() -> str:
    """Return the sentence that refuses a text which is not plain."""
    return _("A text contains characters that are not allowed (NUL, invisible ones, direction overrides …).")


def check_text(value: Any) -> None:
    """Raise ValidationError for a text that is not plain, or longer than any; other values are no concern of ours."""
    if not isinstance(value, str):
        return
    if not is_plain(value):
        raise ValidationError(refused_characters(), code="characters")
    if len(value) > LONGEST:
        raise ValidationError(_("A text has at most %(most)s characters.") % {"most": LONGEST}, code="max_length")


def whole(text: str) -> int | None:
    """Return the number that plain ASCII digits say; None for any other text, and for more digits than an id has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
