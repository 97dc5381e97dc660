"""Somebody at the keyboard, whose presses are counted."""

import time
from typing import Any

from playwright.sync_api import Locator, Page, expect

SCANNER_PACE = 0.005


class Hand:
    """A hand that presses keys, and a scanner that is faster than any hand."""

    def __init__(self, page: Page) -> None:
        """Start with nothing pressed."""
        self.page = page
        self.keys = 0
        self.strokes = 0
        self.scanner = page.context.new_cdp_session(page)

    def press(self, *keys: str) -> None:
        """Press one after the other; `Control+Enter` is two keys in one stroke."""
        for key in keys:
            self.strokes += 1
            self.page.keyboard.press(key)
            self.keys += len(key.split("+"))

    def type(self, text: str) -> None:
        """Type letter by letter, slower than a scanner."""
        for letter in text:
            self.press(letter)
            self.page.wait_for_timeout(60)

    def scan(self, code: str) -> None:
        """Scan a code, wherever the focus is: at a scanner's pace however slow the machine is that runs this."""
        now = time.time()
        for number, letter in enumerate([*code, "Enter"]):
            key: dict[str, Any] = {"key": letter, "text": letter, "timestamp": now + number * SCANNER_PACE}
            if letter == "Enter":
                key |= {"text": "\r", "windowsVirtualKeyCode": 13}
            self.scanner.send("Input.dispatchKeyEvent", {"type": "keyDown"} | key)
            self.scanner.send("Input.dispatchKeyEvent", {"type": "keyUp"} | key)

    def write(self, text: str) -> None:
        """Type into the field that has the cursor, slower than a scanner and without counting."""
        self.page.keyboard.type(text, delay=60)

    def pick(self, label: str, text: str, whole: str) -> None:
        """Choose from a list by typing: Enter waits for the answer to what stands there."""
        field = self.page.get_by_role("combobox", name=label)
        field.focus()
        self.write(text)
        self.page.keyboard.press("Enter")
        expect(field).to_have_value(whole)
        expect(field).to_have_attribute("aria-expanded", "false")

    def start(self, button: str) -> None:
        """Press a button by keyboard."""
        self.page.get_by_role("button", name=button, exact=True).press("Enter")

    def step(self, button: str) -> Locator:
        """Press the button of a step that asks for something; return its dialog once the cursor is in there."""
        self.start(button)
        dialog = self.page.get_by_role("dialog")
        dialog.locator("form :focus").wait_for()
        return dialog

    def send(self) -> None:
        """Send a form."""
        self.page.keyboard.press("Control+Enter")

    def has_focus(self, label: str) -> Any:
        """Say whether the cursor is in the field of that label."""
        return self.page.evaluate("document.activeElement.getAttribute('aria-label')").startswith(label)
