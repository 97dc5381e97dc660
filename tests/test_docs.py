"""The generated documentation says what the code does."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from openapi_spec_validator import validate
from yaml import safe_load

from common.management.commands.write_docs import pages


def test_the_generated_pages_are_fresh():
    call_command("write_docs", check=True)


def test_the_openapi_description_is_valid_and_without_warnings(capsys):
    text = next(text for path, text in pages().items() if path.name == "swagger.yaml")
    validate(safe_load(text))
    assert "Warning" not in capsys.readouterr().err


PAGES = [settings.BASE_DIR / "README.md", *sorted((settings.BASE_DIR / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(settings.BASE_DIR)))
def test_what_a_page_points_to_is_there(page: Path):
    targets = re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_package_has_its_reason_and_every_reason_its_package():
    listed = (path.read_text() for path in (settings.BASE_DIR / "requirements").glob("*.txt"))
    packages = {name for text in listed for name in re.findall(r"^([a-z][a-z0-9-]*)[\[=]", text, re.MULTILINE)}
    ui = json.loads((settings.BASE_DIR / "frontend" / "package.json").read_text())
    packages |= ui["dependencies"].keys() | ui["devDependencies"].keys()
    rows = re.findall(r"^\| (.+?) \|", (settings.BASE_DIR / "docs/decisions/dependencies.md").read_text(), re.MULTILINE)
    named = [name for row in rows if row != "package" for name in row.split(", ")]
    assert sorted(named) == sorted(packages)


@pytest.mark.parametrize("path", ["/api/docs", "/api/docs/redoc"])
@pytest.mark.django_db
def test_the_viewers_load_nothing_from_elsewhere(as_, anonymous, path):
    assert anonymous.call("GET", path, Accept="text/html").status == 401
    page = as_("manager").call("GET", path, Accept="text/html").raw.decode()
    assert "/static/drf_spectacular_sidecar/" in page
    assert not [part for part in page.split('"') if part.startswith(("http:", "https:", "//"))]
