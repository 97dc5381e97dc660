"""Which documents can have files, and which files somebody sees."""

import hashlib
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from apps.attachments.models import Attachment
from apps.attachments.storage import path_of
from common import access
from common.errors import Invalid, NotFound
from common.models import Record, live


@cache
def kinds() -> dict[str, type[Model]]:
    """Return what can have files, by the name of its resource: every listed row of the business with a history."""
    listed = {resource: label for label, resource in access.models().items() if access.roles_for(resource, "list")}
    found = {kind: apps.get_model(label) for kind, label in sorted(listed.items())}
    return {kind: model for kind, model in found.items() if issubclass(model, Record) and model is not Attachment}


def kind_of(document: Model) -> str | None:
    """Return the name of the document's resource, or None where it can have no files."""
    return next((kind for kind, model in kinds().items() if isinstance(document, model)), None)


def document_in_sight(*, kind: str, document: int, user: Any) -> Model:
    """Return the document. Raises Invalid for an unknown kind, NotFound for a document that the user does not see."""
    if kind not in kinds():
        raise Invalid(_("There is no such kind of document."), code="invalid_choice", field="kind")
    if not user.has_perm(f"{kind}.retrieve"):
        raise NotFound
    rows = access.visible(live(kinds()[kind]._base_manager.all()), kind, user)
    if (found := rows.filter(pk=document).first()) is None:
        raise NotFound
    return found


def attachments_of(*, kind: str, document: int) -> QuerySet[Attachment]:
    """Return the document's files that were not removed, the oldest first."""
    return Attachment.objects.filter(kind=kind, document=document, deleted_at__isnull=True).order_by("pk")


def attachment_in_sight(*, pk: int, user: Any) -> Attachment:
    """Return the file. Raises NotFound when it was removed, or when the user does not see its document."""
    found = Attachment.objects.filter(pk=pk, deleted_at__isnull=True).select_related("uploaded_by").first()
    if found is None:
        raise NotFound
    document_in_sight(kind=found.kind, document=found.document, user=user)
    return found


def erased_names() -> list[str]:
    """Return the names under which nothing may lie any more, on the disk or in a backup."""
    return list(Attachment.objects.filter(erased_at__isnull=False).values_list("stored_name", flat=True))


def damaged(attachment: Attachment) -> str | None:
    """Return what is wrong with the file on the disk, or None when it is byte for byte what was kept, or was erased."""
    if attachment.erased_at is not None:
        return "was erased and lies there still" if path_of(attachment.stored_name).exists() else None
    try:
        with path_of(attachment.stored_name).open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == attachment.sha256
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return None if same else "is not what was stored"
