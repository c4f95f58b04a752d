"""What the browser tests share: a served site, a browser, and a visit to it.

`site_dir`, the folder of a built site, comes from tests/conftest.py.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from sitebuild.preview_server import Served, serve
from tests.browser.visit import Visit
from tools import browsers

# No sandbox, because CI runs as root; no GPU to imitate, and no errands of the browser's own.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process."""
    expect.set_options(timeout=20_000)  # it ends with its event: only a busy machine takes long
    with sync_playwright() as playwright:
        path = browsers.find(browsers.CHROMIUM)
        started = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(site_dir: Path) -> Iterator[Served]:
    """The built site, served at the root of an address it was not built for."""
    with serve(site_dir) as served:
        yield served


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """One visit with scripts on."""
    context = browser.new_context()
    yield Visit(context)
    context.close()
