"""What a file is called: what its owner called it, without what could mislead a person or a system."""

import re
import unicodedata

from apps.attachments.contents import EXTENSIONS, MediaType

# Control characters, surrogates, and what turns the direction of writing.
_UNPRINTED = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')


def plain(text: str) -> str:
    """Return the text on one line, without what is not printed."""
    return " ".join(_UNPRINTED.sub(" ", unicodedata.normalize("NFC", text)).split())


def file_name(given: str, media_type: MediaType, *, longest: int) -> str:
    """Return the last part of the given path as a name that ends as its content does, and is no longer than that."""
    last = re.split(r"[/\\]", plain(given))[-1]
    name = _FORBIDDEN.sub("_", last).rstrip(". ")
    stem, dot, ending = name.rpartition(".")
    known = EXTENSIONS[media_type]
    if not (dot and f".{ending.lower()}" in known):
        stem, ending = name, known[0][1:]
    return f"{stem[: longest - len(ending) - 1].strip('. ') or 'file'}.{ending}"
