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
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WATCH = """
    window.__violations = [];
    document.addEventListener('securitypolicyviolation', e => window.__violations.push(
        `${e.violatedDirective} refused ${e.blockedURI} ${e.sample}`));
"""
ASK_AXE = """
    ([rules, excluded]) => axe.run(
        excluded ? {exclude: [excluded]} : document,
        {runOnly: rules, resultTypes: ['violations']},
    ).then(answer => answer.violations)
"""

# Words with a figure in them that stand in two lines of a table or of facts.
BREAKS = """
    () => [...document.querySelectorAll('table, dl')].filter((box) => box.checkVisibility()).flatMap((box) => {
        const found = [], walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT), range = document.createRange()
        for (let node = walker.nextNode(); node; node = walker.nextNode())
            for (const {0: word, index} of node.data.matchAll(/\\S*\\d\\S*/g)) {
                range.setStart(node, index)
                range.setEnd(node, index + word.length)
                if (new Set([...range.getClientRects()].map(({top}) => Math.round(top))).size > 1) found.push(word)
            }
        return found
    }).slice(0, 5)
"""


class Windows:
    """Windows of the one browser. They are used again, for what a window has loaded once it need not load twice."""

    def __init__(self, browser: Browser) -> None:
        """Start without any."""
        self.browser = browser
        self.free: dict[str, list[BrowserContext]] = {}

    def take(self, url: str) -> BrowserContext:
        """Return a window on that server, in which nobody is signed in and nothing is remembered."""
        if self.free.get(url):
            return self.free[url].pop()
        context = self.browser.new_context(base_url=url, locale="en-GB", reduced_motion="reduce")
        context.add_init_script(WATCH)
        return context

    def give_back(self, context: BrowserContext, url: str) -> None:
        """Close its pages and forget what they remembered."""
        for page in context.pages:
            if page.url.startswith("http"):
                page.evaluate("localStorage.clear()")
            page.close()
        context.clear_cookies()
        self.free.setdefault(url, []).append(context)


class Watch:
    """What went wrong on the pages that are watched."""

    def __init__(self, url: str) -> None:
        """Pages may ask this server alone."""
        self.url = url
        self.troubles: list[str] = []
        self.pages: list[Page] = []

    def over(self, page: Page) -> None:
        """Watch a page from now on."""
        self.pages.append(page)
        page.on("console", lambda m: self.troubles.append(f"console: {m.text}") if _matters(m) else None)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("request", lambda r: self.troubles.append(f"outside: {r.url}") if not self._is_ours(r.url) else None)

    def found(self) -> list[str]:
        """Return everything seen so far, each thing once, and forget it."""
        told = [violation for page in self.pages for violation in page.evaluate("window.__violations?.splice(0) ?? []")]
        told += self.troubles
        self.troubles = []
        return list(dict.fromkeys(told))

    def _is_ours(self, url: str) -> bool:
        return url.startswith((self.url, "data:", "blob:", "about:"))


@pytest.fixture(scope="session")
def windows(playwright: Playwright) -> Iterator[Windows]:
    """The browser, once for all journeys."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "Chromium is missing: apt-get install chromium, or set CHROMIUM."
    assert (settings.SPA_DIR / "index.html").exists(), "The UI is not built: npm run build in frontend/."
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield Windows(browser)
    browser.close()


@pytest.fixture
def people(transactional_db: Any) -> dict[str, Any]:
    """The users by username."""
    from apps.accounts.models import User

    return {user.username: user for user in User.objects.all()}


@pytest.fixture
def visit(live_server: Any, windows: Windows, people: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody: `visit("sales", "/sell/till", width=390, dark=True)`."""
    watch = Watch(live_server.url)
    taken: list[BrowserContext] = []

    def open_page(username: str | None, path: str = "/", *, width: int = 1440, dark: bool = False) -> Page:
        taken.append(windows.take(live_server.url))
        if username:
            taken[-1].add_cookies([signed_in(people[username], live_server.url)])
        page = new_page(taken[-1], watch, width=width, dark=dark)
        page.goto(path)
        return page

    yield open_page
    troubles = watch.found()
    for context in taken:
        windows.give_back(context, live_server.url)
    assert not troubles, "\n".join(troubles)


def new_page(context: BrowserContext, watch: Watch, *, width: int = 1440, dark: bool = False) -> Page:
    """Return an empty page of that width, in that theme."""
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if dark else "light")
    watch.over(page)
    return page


def signed_in(user: Any, url: str) -> Any:
    """Return the cookie of somebody who has signed in just now."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": url}


def _matters(message: Any) -> bool:
    # A refused request is an answer, and the page shows it; the browser logs it all the same.
    return message.type == "error" and "Failed to load resource" not in message.text


def axe(page: Page, rules: list[str] = WCAG, *, without: str = "") -> list[str]:
    """Return what axe finds on the page as it is now, one line per kind of fault: WCAG 2.2 AA unless told otherwise."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Path(AXE).read_text())
    found = page.evaluate(ASK_AXE, [rules, without])
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]} (+{len(v['nodes']) - 1})" for v in found]


def broken_numbers(page: Page) -> list[str]:
    """Return the numbers, serials and amounts of tables that are broken over two lines; each is read as one word."""
    return page.evaluate(BREAKS)


def until(page: Page, condition: str) -> None:
    """Wait for a condition in the page; Playwright's own way of waiting breaks the content policy."""
    for _ in range(400):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"It never came true: {condition}")
