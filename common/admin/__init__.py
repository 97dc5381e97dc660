"""The administration site for managers: the same services, the same matrix, another door.

class AssetAdmin(DocumentAdmin):
    resource, workflow, row_name = "assets", ASSET, "asset"
    editable = ("supplier", "cosmetic_notes")
    steps = {"block": Act(services.asset_block), "move": Act(services.asset_move, MoveForm)}

Nothing is ever saved or deleted by a model admin itself: what may be written is handed to a service with the actor, and
every step is a button that posts to the step's own address.
"""

from common.admin import site
from common.admin.documents import Act, DocumentAdmin, StepForm
from common.admin.records import Lines, Queue, RecordAdmin, TrailAdmin, badge
from common.admin.transfer import ImportsRecords, RecordImport

__all__ = [
    "Act",
    "DocumentAdmin",
    "ImportsRecords",
    "Lines",
    "Queue",
    "RecordAdmin",
    "RecordImport",
    "StepForm",
    "TrailAdmin",
    "badge",
    "site",
]
