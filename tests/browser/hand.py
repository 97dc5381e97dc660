"""Somebody at the keyboard, whose presses are counted."""

from typing import Any

from playwright.sync_api import Page


class Hand:
    """A hand that presses keys, and a scanner that is faster than any hand."""

    def __init__(self, page: Page) -> None:
        """Start with nothing pressed."""
        self.page = page
        self.keys = 0
        self.scans = 0

    def press(self, *keys: str) -> None:
        """Press one after the other; `Control+Enter` counts as two."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += len(key.split("+"))

    def type(self, text: str) -> None:
        """Type letter by letter, slower than a scanner."""
        for letter in text:
            self.press(letter)
            self.page.wait_for_timeout(60)

    def scan(self, code: str) -> None:
        """Scan a code, wherever the focus is."""
        self.page.keyboard.type(code)
        self.page.keyboard.press("Enter")
        self.scans += 1

    def has_focus(self, label: str) -> Any:
        """Say whether the cursor is in the field of that label."""
        return self.page.evaluate("document.activeElement.getAttribute('aria-label')").startswith(label)
