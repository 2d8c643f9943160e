"""A real browser on a real server: Chromium of the system, driven by Playwright."""

import contextlib
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from app.settings import Settings
from app.web.application import create
from tests.web.office import SECRET

WIDTHS = {"wide": (1440, 900), "narrow": (390, 844)}
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

    def faults(self) -> list[str]:
        """What a check of labels, contrast and order finds on the page."""
        found = Axe().run(self.page).response["violations"]
        return [
            f"{one['id']}: {node['html'][:120]}"
            for one in found
            for node in one["nodes"]
        ]


@contextlib.contextmanager
def browser(address: str, width: str = "wide") -> Iterator[Seen]:
    """A browser of somebody's own, closed afterwards."""
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium(), args=[*_FLAGS])
        wide, high = WIDTHS[width]
        page = started.new_page(
            viewport={"width": wide, "height": high}, locale="zh-CN"
        )
        complaints: list[str] = []
        page.on("console", lambda one: _complain(one.type, one.text, complaints))
        page.on("pageerror", lambda one: complaints.append(str(one)))
        yield Seen(page, address, complaints)
        started.close()


def _complain(kind: str, text: str, complaints: list[str]) -> None:
    if kind == "error" and "status of 4" not in text:
        complaints.append(text)
