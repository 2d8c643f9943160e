"""A real browser on a real server: Chromium of the system, driven by Playwright.

The browser is started once a worker; everybody's has cookies and a page of its own.
"""

import contextlib
import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    FilePayload,
    Locator,
    Page,
    Playwright,
    TimeoutError,  # noqa: A004 - the browser's own
    sync_playwright,
)

from app.settings import Settings
from app.web.application import create
from tests.web.office import SECRET

WIDTHS = {"wide": (1440, 900), "narrow": (390, 844)}
PRESSES = 120
"""How often Tab is pressed at most until the focus is where it should be."""
CHOOSINGS, CHOOSING_MS = 3, 10_000
"""How often a field for a file is pressed at most, and how long each is waited for."""
_WANTED = "found => { window.wanted = found; }"
_HAS_FOCUS = "wanted.includes(document.activeElement)"
_IN_SIGHT = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  return inside && getComputedStyle(one).outlineStyle !== "none";
}"""
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """Where the browser is; `make test` installs it."""
    found = os.environ.get("BANGFU_CHROMIUM") or shutil.which("chromium")
    assert found, "no chromium: run `make browser`, or set BANGFU_CHROMIUM"
    return found


@contextlib.contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The application on a port of its own; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    app = create(settings)
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)
    app.state.engine.dispose()


@dataclass(frozen=True, slots=True)
class Seen:
    """A browser's page, with everything that it complained of."""

    page: Page
    address: str
    complaints: list[str]

    def open(self, path: str) -> None:
        """Go to an address of ours."""
        self.page.goto(f"{self.address}{path}")

    def sign_in(self, person: str, secret: str = SECRET) -> None:
        """Sign in by the form, with the keyboard alone."""
        self.open("/sign-in")
        # The first field takes the focus by itself, a moment after it is there.
        self.page.locator("[name=login]:focus").wait_for()
        self.page.keyboard.type(person)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(secret)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"{self.address}/")

    def tab_to(self, name: str) -> Locator:
        """Walk with Tab to what is called so, or begins so, and see it in focus."""
        wanted = self._called(re.compile(rf"^\s*{re.escape(name)}"))
        wanted.evaluate_all(_WANTED)
        for _ in range(PRESSES):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(_HAS_FOCUS):
                assert self.page.evaluate(_IN_SIGHT), f"focus out of sight: {name}"
                return self.page.locator(":focus")
        msg = f"{PRESSES} times Tab, and no focus on {name!r} at {self.page.url}"
        raise AssertionError(msg)

    def _called(self, name: re.Pattern[str]) -> Locator:
        page = self.page
        wanted = page.get_by_label(name).or_(page.get_by_role("button", name=name))
        summary = page.locator("summary").filter(has_text=name)
        return wanted.or_(page.get_by_role("link", name=name)).or_(summary)

    def enter(self, name: str) -> None:
        """Walk with Tab to a link, button or fold, and press Enter."""
        self.tab_to(name)
        self.page.keyboard.press("Enter")

    def write(self, name: str, text: str) -> None:
        """Walk with Tab to a field and type over what is in it."""
        self.tab_to(name)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, name: str, text: str) -> None:
        """Walk with Tab to a list and go down it to what begins so."""
        at = self.tab_to(name)
        for _ in range(at.locator("option").count()):
            if at.locator("option:checked").inner_text().startswith(text):
                return
            self.page.keyboard.press("ArrowDown")
        msg = f"nothing in {name!r} begins with {text!r}"
        raise AssertionError(msg)

    def lay_in(self, name: str, file: str, content: bytes) -> None:
        """Walk with Tab to a field for a file, press Space and choose one."""
        self.tab_to(name)
        made: FilePayload = {
            "name": file,
            "mimeType": "application/octet-stream",
            "buffer": content,
        }
        for left in range(CHOOSINGS, 0, -1):
            try:
                with self.page.expect_file_chooser(timeout=CHOOSING_MS) as asked:
                    self.page.keyboard.press("Space")
                asked.value.set_files(made)
            except TimeoutError:
                # On a busy machine a browser may let the first press go by.
                if left == 1:
                    raise
            else:
                return

    def said(self) -> str:
        """What the page says was done."""
        return self.page.get_by_role("status").first.inner_text()

    def faults(self) -> list[str]:
        """What a check of labels, contrast and order finds on the page."""
        found = Axe().run(self.page).response["violations"]
        return [
            f"{one['id']}: {node['html'][:120]}"
            for one in found
            for node in one["nodes"]
        ]


@cache
def _driver() -> Playwright:
    return sync_playwright().start()


@cache
def _chromium() -> Browser:
    flags = [*_FLAGS]
    return _driver().chromium.launch(executable_path=chromium(), args=flags)


def shut() -> None:
    """Close the browser of this worker, where one was started."""
    if _driver.cache_info().currsize:
        _chromium().close()
        _driver().stop()
        _chromium.cache_clear()
        _driver.cache_clear()


@contextlib.contextmanager
def browser(address: str, width: str = "wide") -> Iterator[Seen]:
    """A browser of somebody's own, closed afterwards."""
    wide, high = WIDTHS[width]
    own = _chromium().new_context(
        viewport={"width": wide, "height": high}, locale="zh-CN"
    )
    page = own.new_page()
    complaints: list[str] = []
    page.on("console", lambda one: _complain(one.type, one.text, complaints))
    page.on("pageerror", lambda one: complaints.append(str(one)))
    yield Seen(page, address, complaints)
    own.close()


def _complain(kind: str, text: str, complaints: list[str]) -> None:
    if kind == "error" and "status of 4" not in text:
        complaints.append(text)
