"""Real Chromium against a live server on the tests' database, under the strict content policy.

A journey fails on any violation of the policy, any error in the console and any request to another host. Chromium is
the machine's own: `CHROMIUM`, or `chromium` on the path.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from apps.accounts.sessions import SessionStore

# Playwright runs a loop in this thread, and Django would refuse the database beside one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
AXE = settings.BASE_DIR / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WATCH = """
    window.__violations = [];
    document.addEventListener('securitypolicyviolation', e => window.__violations.push(
        `${e.violatedDirective} refused ${e.blockedURI} ${e.sample}`));
"""


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The browser, once for all journeys."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "Chromium is missing: apt-get install chromium, or set CHROMIUM."
    assert (settings.SPA_DIR / "index.html").exists(), "The UI is not built: npm run build in frontend/."
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def people(transactional_db: Any) -> dict[str, Any]:
    """The users by username."""
    from apps.accounts.models import User

    return {user.username: user for user in User.objects.all()}


@pytest.fixture
def visit(live_server: Any, chromium: Browser, people: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody: `visit("sales", "/sell/till", width=390, dark=True)`."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_page(username: str | None, path: str = "/", *, width: int = 1440, dark: bool = False) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.add_init_script(WATCH)
        if username:
            context.add_cookies([_cookie(people[username], live_server.url)])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda m: troubles.append(f"console: {m.text}") if _matters(m) else None)
        page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
        page.on(
            "request", lambda r: troubles.append(f"outside: {r.url}") if not _ours(r.url, live_server.url) else None
        )
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            troubles += page.evaluate("window.__violations || []")
        context.close()
    assert not troubles, "\n".join(dict.fromkeys(troubles))


def _cookie(user: Any, url: str) -> Any:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": url}


def _matters(message: Any) -> bool:
    # A refused request is an answer, and the page shows it; the browser logs it all the same.
    return message.type == "error" and "Failed to load resource" not in message.text


def _ours(url: str, base: str) -> bool:
    return url.startswith((base, "data:", "blob:", "about:"))


def axe(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA on the page as it is now, one line per kind of fault."""
    page.evaluate(Path(AXE).read_text())
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(r => r.violations)"
    )
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]} (+{len(v['nodes']) - 1})" for v in found]
