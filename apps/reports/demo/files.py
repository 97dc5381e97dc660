"""What people put to documents: a photo of every unit that cannot be sold, and what came with one of them."""

from io import BytesIO

from PIL import Image, ImageDraw

from apps.attachments.services import attachment_add
from apps.inventory.models import Asset
from apps.inventory.workflow import Status
from apps.reports.demo.shop import Event, Shop

LID, SCRATCH = (176, 182, 190), (60, 64, 70)


def files_events() -> list[Event]:
    """Return the day on which the bench photographed what it had put aside."""
    return [Event(0, 18, _photographed)]


def _photographed(shop: Shop) -> None:
    bench = shop.people["technician"]
    units = list(Asset.objects.filter(status=Status.NOT_SELLABLE).order_by("pk"))
    for unit in units:
        name = f"{unit.serial_number} as received.jpg"
        attachment_add(
            kind="assets", document=unit.pk, name=name, data=_scratched(shop), actor=bench, note="Scratch on the back"
        )
    came_with = b"item,pieces\ncharger,1\nsleeve,1\n"
    attachment_add(kind="assets", document=units[0].pk, name="Came with it.csv", data=came_with, actor=bench)


def _scratched(shop: Shop) -> bytes:
    """Return the picture of a lid with a scratch of its own."""
    picture = Image.new("RGB", (1200, 800), LID)
    pen = ImageDraw.Draw(picture)
    ends = [(120 * i, 400 + shop.random.randrange(-160, 160)) for i in range(6)]
    pen.line(ends, fill=SCRATCH, width=14, joint="curve")
    drawn = BytesIO()
    picture.save(drawn, "JPEG")
    return drawn.getvalue()
