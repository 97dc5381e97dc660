"""The generated pages are written where they are missing, and a stale one is named."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from common.management.commands import write_docs


@pytest.fixture
def page(tmp_path, settings, monkeypatch):
    """One page to write, in a folder of the test's own."""
    settings.BASE_DIR = tmp_path
    path = tmp_path / "docs" / "page.md"
    monkeypatch.setattr(write_docs, "pages", lambda: {path: "# Fresh\n"})
    return path


def run(*args: str) -> str:
    out = StringIO()
    call_command("write_docs", *args, stdout=out)
    return out.getvalue()


def test_a_missing_page_is_written_and_then_left_alone(page):
    with pytest.raises(CommandError, match=r"Stale: docs/page.md. Run ./entrypoint.sh manage write_docs."):
        run("--check")
    assert run() == "1 pages written, 0 were up to date.\n"
    assert page.read_text() == "# Fresh\n"
    assert run() == "0 pages written, 1 were up to date.\n"
    assert run("--check") == ""
