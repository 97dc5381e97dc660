"""How much the browser has to fetch: before the first screen, and for any further one."""

import gzip
import json
from typing import Any

import pytest
from django.conf import settings

INITIAL = 300_000
LAZY = 200_000


@pytest.fixture(scope="module")
def manifest() -> Any:
    """What the build says it is made of."""
    return json.loads((settings.SPA_DIR / ".vite" / "manifest.json").read_text())


def weight(file: str) -> int:
    """Return the bytes of a script as they travel; a style sheet is none."""
    return len(gzip.compress((settings.SPA_DIR / file).read_bytes())) if file.endswith(".js") else 0


def first_load(manifest: Any) -> set[str]:
    """Return the parts that are fetched before anything is shown."""
    parts, new = set(), {name for name, part in manifest.items() if part.get("isEntry")}
    while new:
        parts |= new
        new = {name for part in new for name in manifest[part].get("imports", [])} - parts
    return parts


def test_the_first_screen_needs_little(manifest):
    assert 0 < sum(weight(manifest[name]["file"]) for name in first_load(manifest)) <= INITIAL


def test_no_further_part_is_large(manifest):
    lazy = {part["file"]: weight(part["file"]) for name, part in manifest.items() if name not in first_load(manifest)}
    assert {file: size for file, size in lazy.items() if size > LAZY} == {}
