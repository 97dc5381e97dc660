"""Lists as files: what the filters leave, streamed, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.serializers import ChoiceField

from common import reads
from common.api.paging import MOST_ROWS
from common.db.acting import door
from common.errors import Invalid, TooLarge
from common.texts import in_words
from common.workflow import value_in_words

MOST_EXPORTED = 50_000
MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# How the description of an operation tells that it answers with a file of either kind.
FILES = {(200, media_type): bytes for media_type in MEDIA_TYPES.values()}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\x00")


def safe(value: Any) -> Any:
    """Return a cell that no spreadsheet runs as a formula; references become their label."""
    if isinstance(value, dict) and "label" in value:
        value = value["label"]
    if isinstance(value, (list, dict)):
        return str(len(value))
    text = "" if value is None else str(value)
    if text.startswith(FORMULA_STARTS) and not _is_number(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def rows_of(reader: Any, user: Any, params: Any) -> Iterator[dict[str, Any]]:
    """Return every row that the filters leave, page by page.

    Raises Invalid for a wrong filter, TooLarge for more rows than a file holds: none is ever left out in silence.
    """
    asked = params.copy()
    asked.pop("file_format", None)
    asked["page_size"] = str(MOST_ROWS)
    page = reader.page(user, asked)
    if (page["count"] > MOST_EXPORTED or not page["count_is_exact"]) and reader.has_more(user, asked, MOST_EXPORTED):
        raise too_many_rows()
    return _pages(reader, user, asked, page)


def too_many_rows() -> TooLarge:
    """Return the refusal of a file with more rows than it may have."""
    return TooLarge(_("This has more than %(most)s rows: filter it, and take it in parts.") % {"most": MOST_EXPORTED})


def _pages(reader: Any, user: Any, asked: Any, page: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from page["results"]
    while page["next"]:
        asked["cursor"] = page["next"]
        page = reader.page(user, asked)
        yield from page["results"]


def noted(rows: Iterator[Any], *, actor: Any, what: str, request_id: str) -> Iterator[Any]:
    """Yield the rows; when the reader has enough, it is on record how many were taken, and by whom."""
    told = 0
    try:
        for row in rows:
            told += 1
            yield row
    finally:
        reads.note(actor=actor, what=what, rows=told, request_id=request_id)


def download(reader: Any, request: Any) -> HttpResponse | StreamingHttpResponse:
    """Return the list as a file.

    Raises Invalid for a wrong filter and for a format other than csv and xlsx, TooLarge for more rows than it may have.
    """
    hidden = reader.hidden_from(request.user)
    columns = headings(name for name in reader.serializer().fields if name not in hidden)
    words = {name for name, field in reader.serializer().fields.items() if isinstance(field, ChoiceField)}
    rows = rows_of(reader, request.user, request.query_params)
    return as_file(rows, request, name=reader.resource, columns=columns, words=words & columns.keys())


def headings(names: Iterable[str]) -> dict[str, str]:
    """Return what the columns are called in the reader's language, by the names that the API has for them."""
    return {name: in_words(name) for name in names}


def as_file(
    rows: Iterable[dict[str, Any]],
    request: Any,
    *,
    name: str,
    columns: Mapping[str, str],
    words: Set[str] = frozenset(),
) -> HttpResponse | StreamingHttpResponse:
    """Return the columns of the rows as a file, and note who took them.

    A CSV file is for programs, so its header holds the names that the API has; a workbook is for people and has the
    headings, and the values of the columns that hold `words`, in the reader's language. Raises Invalid for a format
    other than csv and xlsx.
    """
    wanted = request.query_params.get("file_format")
    taken = f"{name} {request.META.get('QUERY_STRING', '')}".strip()
    told = noted(iter(rows), actor=request.user, what=taken, request_id=door.get().request_id)
    if wanted == "csv":
        response: Any = StreamingHttpResponse(_csv(told, columns), content_type=f"{MEDIA_TYPES['csv']}; charset=utf-8")
    elif wanted == "xlsx":
        response = HttpResponse(_xlsx(told, columns, words), content_type=MEDIA_TYPES["xlsx"])
    else:
        raise Invalid(_("Choose csv or xlsx."), code="invalid_choice", field="file_format")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{timezone.now():%Y%m%d-%H%M}.{wanted}"'
    return response


def _csv(rows: Iterator[dict[str, Any]], columns: Mapping[str, str]) -> Iterator[bytes]:
    for cells in _cells(rows, columns, header=columns):
        buffer = io.StringIO()
        csv.writer(buffer).writerow(cells)
        yield buffer.getvalue().encode()


def _xlsx(rows: Iterator[dict[str, Any]], columns: Mapping[str, str], words: Set[str]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Export")
    spoken = (row | {name: value_in_words(row[name]) for name in words if row[name]} for row in rows)
    for cells in _cells(spoken, columns, header=columns.values()):
        sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cells(rows: Iterator[dict[str, Any]], columns: Mapping[str, str], *, header: Iterable[str]) -> Iterator[list[Any]]:
    """Yield the header and then each row, every cell safe in a spreadsheet."""
    yield list(header)
    for row in rows:
        yield [safe(row[name]) for name in columns]
