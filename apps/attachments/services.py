"""Keeping files with documents, and taking them away."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.attachments import storage
from apps.attachments.contents import understood
from apps.attachments.models import LONGEST_NAME, Attachment, Preview
from apps.attachments.naming import file_name, plain
from apps.attachments.selectors import attachments_of, document_in_sight, erased_names
from common.db.acting import act
from common.db.locks import lock, lock_all
from common.errors import Conflict, Forbidden, Invalid
from common.workflow import save_changes

log = structlog.get_logger()
MOST_FILES = 50
# An upload that is still under way has a file and no row yet.
UNDER_WAY = timedelta(days=1)


def attachment_add(*, kind: str, document: int, name: str, data: bytes, actor: User, note: str = "") -> Attachment:
    """The document has the file: a picture drawn anew, everything else as it came.

    Raises NotFound when the actor does not see the document, TooLarge, Invalid for what is no file of ours, Conflict
    (too_many_files) when the document has 50, NotStored when the disk does not take it. No file is left then.
    """
    row = document_in_sight(kind=kind, document=document, user=actor)
    content = understood(data)
    with storage.nothing_left_behind():
        stored_name = storage.keep(content.data)
        with act(actor=actor, step="file_added", announced=True):
            # Two uploads at the same time wait for each other here, so that both count.
            lock(row)
            if attachments_of(kind=kind, document=document).count() >= MOST_FILES:
                raise Conflict(
                    _("A document has at most %(number)s files.") % {"number": MOST_FILES}, code="too_many_files"
                )
            attachment = Attachment.objects.create(
                kind=kind,
                document=document,
                original_name=file_name(name, content.media_type, longest=LONGEST_NAME),
                media_type=content.media_type,
                size=len(content.data),
                sha256=hashlib.sha256(content.data).hexdigest(),
                stored_name=stored_name,
                note=plain(note),
                uploaded_by=actor,
            )
            if content.preview is not None:
                Preview.objects.create(attachment=attachment, content=content.preview)
    return attachment


def attachment_remove(*, attachment: Attachment, reason: str, actor: User) -> None:
    """Nobody sees the file any more; its row and bytes stay. Raises Forbidden to all but who added it and a Manager."""
    if actor.pk != attachment.uploaded_by_id and not actor.has_perm("attachments.remove-any"):
        raise Forbidden(_("Only who added a file, or a Manager, removes it."))
    if not reason.strip():
        raise Invalid(_("Give a reason."), code="required", field="reason")
    with act(actor=actor, step="file_removed", reason=reason, announced=True):
        _mark_removed(lock(attachment))


def attachments_of_customer_erase(*, customer: Any, actor: User) -> None:
    """Of the files of a customer who was anonymised the rows alone are left, once this is committed.

    Those that had been removed are erased too. Files of the customer's documents stay: they belong to the books.
    """
    with act(actor=actor, step="file_removed"):
        files = lock_all(Attachment.objects.filter(kind="customers", document=customer.pk, erased_at__isnull=True))
        for attachment in files:
            _mark_removed(attachment, erased_at=timezone.now())
        Preview.objects.filter(attachment__in=files).delete()
        transaction.on_commit(files_erase)


def _mark_removed(attachment: Attachment, *, erased_at: datetime | None = None) -> None:
    before = dict(attachment.__dict__)
    attachment.deleted_at = attachment.deleted_at or timezone.now()
    attachment.erased_at = erased_at
    save_changes(attachment, before)


def files_erase() -> None:
    """The bytes of every file that was erased are gone from the disk; what cannot be removed now waits for the next."""
    for name in erased_names():
        storage.discard(storage.path_of(name))


def files_sweep() -> list[str]:
    """No file lies there that no row names, but for those just being uploaded. Returns the names of those swept."""
    lying = storage.older_than(UNDER_WAY.total_seconds())
    named = set(Attachment.objects.filter(stored_name__in=lying).values_list("stored_name", flat=True))
    orphans = [name for name in lying if name not in named]
    for name in orphans:
        storage.path_of(name).unlink(missing_ok=True)
    if orphans:
        log.warning("Files without a row were swept.", number=len(orphans))
    return orphans
