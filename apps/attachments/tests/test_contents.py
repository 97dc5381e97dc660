"""What is kept of an upload: told by its bytes, drawn anew where it is a picture, and named without harm."""

from io import BytesIO

import pytest
from PIL import Image

from apps.attachments.contents import MOST_BYTES, PREVIEW_SIDE, MediaType, understood
from apps.attachments.naming import file_name, plain
from apps.attachments.tests.factories import CSV, PDF, photo, picture
from common.errors import DomainError


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("WEBP"), "image/webp"),
        (PDF, "application/pdf"),
        (CSV, "text/csv"),
        (b"\xef\xbb\xbfname;price\r\n\xd8l;12\r\n", "text/csv"),
        ("name;pris\nBlåbær;12\n".encode("cp1252"), "text/csv"),
        (b"a\tb", "text/csv"),
    ],
)
def test_a_file_is_what_its_bytes_say(data, media_type):
    assert understood(data).media_type == media_type


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0,0,1,1'/>",
        b" \n<!doctype html><title>a,b</title>",
        b"\xef\xbb\xbf<html>,</html>",
        b"MZ\x90\x00\x03,\x00",
        b"PK\x03\x04,",
        picture("GIF"),
        b"a word and no columns",
        b"a,b\n\x00",
        b"RIFF\x00\x00\x00\x00WAVE",
        b"x" + PDF,
        b"\x89PNG\r\n",
    ],
)
def test_what_is_none_of_them_is_refused(data):
    with pytest.raises(DomainError) as refused:
        understood(data)
    assert (refused.value.code, refused.value.field) == ("unknown_type", "file")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"a," + b"x" * (MOST_BYTES - 1), "too_large"),
        (picture("PNG")[:60], "damaged"),
        (picture("JPEG")[:200], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"<script>alert(1)</script>", "damaged"),
        (b"RIFF\x20\x00\x00\x00WEBPVP8 ", "damaged"),
        (picture("PNG", size=(5001, 5000), mode="1", colour=0), "too_many_pixels"),
        (picture("WEBP", size=(4001, 2500)), "too_many_pixels"),
        (picture("PNG", size=(30_000, 30_000), mode="1", colour=0), "too_many_pixels"),
    ],
)
def test_what_cannot_be_kept_is_refused(data, code):
    with pytest.raises(DomainError) as refused:
        understood(data)
    assert (refused.value.code, refused.value.field) == (code, "file")


def test_the_largest_that_is_taken():
    assert understood(b"a," + b"x" * (MOST_BYTES - 2)).media_type == MediaType.CSV
    assert understood(picture("PNG", size=(5000, 5000), mode="1", colour=0)).media_type == MediaType.PNG
    assert understood(picture("WEBP", size=(4000, 2500))).media_type == MediaType.WEBP


def test_nothing_in_a_photo_tells_where_it_was_taken():
    taken = photo()
    assert b"Secret" in taken
    kept = understood(taken)
    for data in (kept.data, kept.preview):
        assert b"Secret" not in data
        with Image.open(BytesIO(data)) as shown:
            assert dict(shown.getexif()) == {}
            assert shown.size == (20, 40), "it stands upright, as its EXIF said"


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_what_is_clear_stays_clear(form):
    kept = understood(picture(form, mode="RGBA", colour=(10, 20, 30, 0)))
    with Image.open(BytesIO(kept.data)) as shown:
        assert shown.convert("RGBA").getpixel((0, 0))[3] == 0


def test_a_picture_that_is_a_page_too_is_a_picture_alone():
    page = b"<script>alert(document.domain)</script>"
    hidden = picture("PNG") + page
    chunked = picture("JPEG", comment=page)
    assert [page in understood(data).data for data in (hidden, chunked)] == [False, False]


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "CMYK", "I;16"])
def test_pictures_of_every_kind_of_colour(mode):
    kept = understood(picture("JPEG" if mode == "CMYK" else "PNG", mode=mode, colour=0))
    with Image.open(BytesIO(kept.data)) as shown:
        assert shown.size == (40, 20)


def test_a_preview_is_small():
    kept = understood(picture("JPEG", size=(1200, 600)))
    with Image.open(BytesIO(kept.preview)) as shown:
        assert (shown.format, shown.size) == ("WEBP", (PREVIEW_SIDE, PREVIEW_SIDE // 2))
    assert understood(PDF).preview is None


@pytest.mark.parametrize(
    ("given", "media_type", "name"),
    [
        ("Receipt 7.PDF", MediaType.PDF, "Receipt 7.PDF"),
        ("photo.jpeg", MediaType.JPEG, "photo.jpeg"),
        ("photo.exe", MediaType.JPEG, "photo.exe.jpg"),
        ("../../etc/passwd", MediaType.CSV, "passwd.csv"),
        (r"C:\Users\Ama\scan.pdf", MediaType.PDF, "scan.pdf"),
        ("a\r\nSet-Cookie: b=c.pdf", MediaType.PDF, "a Set-Cookie_ b=c.pdf"),
        ("invoice\u202efdp.exe", MediaType.PDF, "invoice fdp.exe.pdf"),
        ('<img src=x onerror="x">.png', MediaType.PNG, "_img src=x onerror=_x__.png"),
        ("..", MediaType.PNG, "file.png"),
        ("", MediaType.PNG, "file.png"),
        (".png", MediaType.PNG, "file.png"),
        ("Kvittering fra Åse.png", MediaType.PNG, "Kvittering fra Åse.png"),
        ("x" * 300 + ".png", MediaType.PNG, "x" * 146 + ".png"),
    ],
)
def test_a_name_leads_nowhere_and_says_what_it_is(given, media_type, name):
    assert file_name(given, media_type, longest=150) == name


def test_a_note_is_one_plain_line():
    assert plain(" Left\u202e side \x00\n cracked ") == "Left side cracked"
