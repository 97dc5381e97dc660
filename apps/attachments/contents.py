"""What an uploaded file is, by its own bytes, and what is kept of it.

A picture is drawn anew: where and with what it was taken (EXIF), and whatever else hides in a file, stays behind.
"""

import re
import threading
from dataclasses import dataclass
from io import BytesIO

from django.db import models
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from common.errors import Invalid, TooLarge

MOST_BYTES = 5 * 1024 * 1024
PREVIEW_SIDE = 96


class MediaType(models.TextChoices):
    """What may be kept."""

    PNG = "image/png", "PNG"
    JPEG = "image/jpeg", "JPEG"
    WEBP = "image/webp", "WebP"
    PDF = "application/pdf", "PDF"
    CSV = "text/csv", "CSV"


# How each is called in a file name; the first is ours.
EXTENSIONS = {
    MediaType.PNG: (".png",),
    MediaType.JPEG: (".jpg", ".jpeg"),
    MediaType.WEBP: (".webp",),
    MediaType.PDF: (".pdf",),
    MediaType.CSV: (".csv",),
}
# How a picture is read and written, and how many megapixels it may have: while it is drawn, two copies of it are held,
# and of a WebP five.
PICTURES: dict[str, tuple[str, dict[str, int], int]] = {
    MediaType.PNG: ("PNG", {}, 25),
    MediaType.JPEG: ("JPEG", {"quality": 88}, 25),
    MediaType.WEBP: ("WEBP", {"quality": 88}, 10),
}
SIGNATURES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), MediaType.PNG),
    (re.compile(rb"\xff\xd8\xff"), MediaType.JPEG),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), MediaType.WEBP),
    (re.compile(rb"%PDF-"), MediaType.PDF),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_COLUMNS = re.compile(rb"[,;\t]")
# A large picture takes two hundred megabytes: one at a time.
_drawing = threading.Lock()


@dataclass(frozen=True)
class Content:
    """What is kept of an upload; a picture has a preview (WebP)."""

    media_type: MediaType
    data: bytes
    preview: bytes | None = None


def understood(data: bytes) -> Content:
    """Return what is kept of the upload.

    Raises TooLarge, and Invalid on the field `file` for one that is empty, of an unknown type, damaged, or a picture of
    too many pixels.
    """
    if not data:
        raise Invalid(_("The file is empty."), code="empty", field="file")
    if len(data) > MOST_BYTES:
        raise too_large()
    media_type = _recognised(data)
    if media_type is None:
        raise Invalid(_("Only pictures (PNG, JPEG, WebP), PDF and CSV are kept."), code="unknown_type", field="file")
    return _redrawn(data, media_type) if media_type in PICTURES else Content(media_type, data)


def too_large() -> TooLarge:
    """Return the refusal of a file that is too large."""
    return TooLarge(_("A file has at most 5 MB."), field="file")


def _recognised(data: bytes) -> MediaType | None:
    """Return what the bytes are. A table has no signature: it is text that is no markup, its first line in columns."""
    if found := next((kind for signature, kind in SIGNATURES if signature.match(data)), None):
        return found
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    is_table = not text.startswith(b"<") and not _CONTROL.search(text) and _COLUMNS.search(text.partition(b"\n")[0])
    return MediaType.CSV if is_table else None


def _redrawn(data: bytes, media_type: MediaType) -> Content:
    known_as, options, megapixels = PICTURES[media_type]
    try:
        with _drawing, Image.open(BytesIO(data), formats=[known_as]) as picture:
            if picture.width * picture.height > megapixels * 1_000_000:
                raise _too_many_pixels(megapixels)
            ImageOps.exif_transpose(picture, in_place=True)
            mode = "RGBA" if picture.has_transparency_data and media_type != MediaType.JPEG else "RGB"
            plain: Image.Image = picture if picture.mode == mode else picture.convert(mode)
            plain.info.clear()
            drawn, preview = BytesIO(), BytesIO()
            plain.save(drawn, known_as, **options)
            plain.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
            plain.save(preview, "WEBP", quality=60)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(megapixels) from error
    # What Pillow raises for a damaged file depends on where the damage is.
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError) as error:
        raise Invalid(_("The picture is damaged."), code="damaged", field="file") from error
    return Content(media_type, drawn.getvalue(), preview.getvalue())


def _too_many_pixels(most: int) -> Invalid:
    sentence = _("A picture of this kind has at most %(number)s megapixels.") % {"number": most}
    return Invalid(sentence, code="too_many_pixels", field="file")
