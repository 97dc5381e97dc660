"""Four eyes: whoever made a document never approves it (domain rule 6)."""

from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.selectors import business
from common.errors import DomainError, SelfApproval
from common.workflow import Guard


def somebody_else(**named: str) -> Guard:
    """Return a guard: the actor stands in none of the columns, each given with what its holder did ("made this").

    A business that has switched four eyes off lets it pass; `waived_for` then says so on the row.
    """

    def guard(row: Any, actor: Any) -> DomainError | None:
        own = next((did for column, did in named.items() if getattr(row, f"{column}_id") == actor.pk), None)
        if own is None or not business().four_eyes:
            return None
        return SelfApproval(_("You %(did)s, so somebody else must approve it.") % {"did": _(own)})

    guard.__name__ = "somebody_else"
    return guard


def waived_for(actor: Any, *others: int | None) -> bool:
    """Say whether the actor is one of the others (ids), which only a business without four eyes lets happen."""
    return actor.pk in others
