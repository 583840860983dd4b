"""Headless Chromium against a real server in this process."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from onboarding.models import User
from tests.factories import PASSWORD

WAIT = 60_000  # milliseconds: a busy machine is slow, not wrong


def chromium() -> str:
    return os.environ.get("VOUCH_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(chromium()).exists():
        pytest.skip("no Chromium here: install it, or name it in VOUCH_CHROMIUM")
    # Playwright keeps an event loop in this thread; the tests beside it use the database synchronously.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=WAIT)
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def errors() -> list[str]:
    """What the browser complained about: scripts that failed, a policy that was broken."""
    return []


@pytest.fixture
def tab(browser: Browser, transactional_db: None, live_server: object, errors: list[str]) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None
    )
    yield page
    context.close()


def sign_in(page: Page, user: User) -> None:
    page.goto("/review/login/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url("**/review/**")
