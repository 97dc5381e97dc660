"""Files as people have them: pictures with what phones write into them, scans, tables."""

from io import BytesIO
from typing import Any

from django.db.models import Model
from PIL import Image

from apps.attachments.models import Attachment
from apps.attachments.selectors import kind_of
from apps.attachments.services import attachment_add

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
CSV = b"serial,grade\n5CG1,A\n5CG2,B\n"
LATITUDE = 2
GPS = 0x8825
MAKER, ORIENTATION = 0x010F, 0x0112
LYING = 6


def picture(
    form: str = "PNG", *, size: tuple[int, int] = (40, 20), mode: str = "RGB", colour: Any = (200, 30, 30), **how: Any
) -> bytes:
    """Return a picture of one colour."""
    drawn = BytesIO()
    Image.new(mode, size, colour).save(drawn, form, **how)
    return drawn.getvalue()


def photo() -> bytes:
    """Return a photo as a phone takes it: lying on its side, with its maker and the place where it was taken."""
    exif = Image.Exif()
    exif[MAKER], exif[ORIENTATION] = "Secret Phones", LYING
    exif.get_ifd(GPS)[LATITUDE] = (5.0, 33.0, 21.0)
    return picture("JPEG", exif=exif, xmp=b"<x:xmpmeta>Secret place</x:xmpmeta>", comment=b"Secret comment")


def attach(
    people: Any,
    document: Model,
    *,
    actor: str = "manager",
    name: str = "receipt.png",
    data: bytes = b"",
    note: str = "",
) -> Attachment:
    """Return a file that was put to the document."""
    return attachment_add(
        kind=kind_of(document), document=document.pk, name=name, data=data or picture(), actor=people[actor], note=note
    )
