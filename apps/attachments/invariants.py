"""What must be true of files at every moment. That each lies on the disk whole is asked by `manage check_files`."""

from apps.attachments.selectors import kinds
from apps.attachments.services import MOST_FILES
from common.invariants import Invariant

_DOCUMENTS = " UNION ALL ".join(
    f"SELECT '{kind}' AS kind, id FROM {model._meta.db_table}" for kind, model in kinds().items()
)

INVARIANTS = [
    Invariant(
        "F01",
        "Every file belongs to a document that exists.",
        f"""
        SELECT a.id, a.kind, a.document FROM attachments_attachment a
        WHERE NOT EXISTS (SELECT 1 FROM ({_DOCUMENTS}) d WHERE d.kind = a.kind AND d.id = a.document)
        """,
    ),
    Invariant(
        "F02",
        f"A document has at most {MOST_FILES} files.",
        f"""
        SELECT kind, document, count(*) FROM attachments_attachment WHERE deleted_at IS NULL
        GROUP BY kind, document HAVING count(*) > {MOST_FILES}
        """,
    ),
]
