"""What a rule of the business says when it says no. Services raise these; the API and the admin show them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_noop


class DomainError(Exception):
    """A refusal: a stable `code` for programs, a sentence for people, `meta` with the facts behind it."""

    code = "domain_error"
    message = gettext_noop("This cannot be done.")

    def __init__(self, message: str = "", *, code: str = "", field: str | None = None, **meta: Any) -> None:
        self.message = message or gettext(self.message)
        self.code = code or self.code
        self.field = field
        self.meta = meta
        super().__init__(self.message)


class Invalid(DomainError):
    """The input is wrong. `fields` names each wrong field by its path, as in `lines.0.quantity`."""

    code = "invalid"
    message = gettext_noop("The input is not valid.")

    def __init__(
        self,
        message: str = "",
        *,
        code: str = "",
        field: str | None = None,
        fields: Mapping[str, "str | tuple[str, str]"] | None = None,
        **meta: Any,
    ) -> None:
        super().__init__(message, code=code, field=field, **meta)
        self.fields: list[tuple[str | None, str, str]] = []
        for path, problem in (fields or {}).items():
            problem_code, sentence = (self.code, problem) if isinstance(problem, str) else problem
            self.fields.append((path, problem_code, sentence))
        if not self.fields:
            self.fields.append((field, self.code, self.message))


class TooLarge(DomainError):
    """More than is taken at once."""

    code = "too_large"
    message = gettext_noop("This is too large.")


class Forbidden(DomainError):
    """The actor's roles lack the right."""

    code = "permission_denied"
    message = gettext_noop("Your role does not allow this.")


class SelfApproval(Forbidden):
    """Four eyes: whoever made a document never approves it (domain rule 6)."""

    code = "self_approval"
    message = gettext_noop("You made this document, so somebody else must approve it.")


class NotFound(DomainError):
    """The row does not exist, or lies outside the actor's scope."""

    code = "not_found"
    message = gettext_noop("Not found.")


class Conflict(DomainError):
    """The input is right and the actor may, but not now."""

    code = "conflict"
    message = gettext_noop("This is not possible now.")


class ActionNotAllowed(Conflict):
    """A step that the document's status or a guard refuses."""

    code = "action_not_allowed"


class Stale(DomainError):
    """Somebody changed the row after the actor read it."""

    code = "stale"
    message = gettext_noop(
        "This was changed by somebody else after you opened it. Load it again and repeat your change."
    )


class Failed(DomainError):
    """Something of ours did not work this time: the input is right, and nothing was changed."""

    code = "failed"
    message = gettext_noop("This did not work. Nothing was changed: try again in a few seconds.")


class KeyReused(DomainError):
    """An idempotency key came back with another payload."""

    code = "idempotency_key_reused"
    message = gettext_noop("This Idempotency-Key was used for another request. Make a new key for a new request.")
