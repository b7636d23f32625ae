"""The site that `make site` builds from docs/: in a browser that can reach nothing but the site itself."""

import json
import re
import shutil
import subprocess
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.test_house import ROOT

pytestmark = pytest.mark.browser
MKDOCS = ROOT / ".venv/docs/bin/mkdocs"
LOOKED_AT = ("index", "commands", "governance/dpia", "keeping")
SCREENS = [(1280, "light"), (390, "dark")]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
FETCHES = r"<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*?(?:src|data)=\"?([^\"\s>]+)"
LINKS = r"<link\b[^>]*?href=\"?([^\"\s>]+)"


class Quietly(SimpleHTTPRequestHandler):
    """Serves a folder, and says nothing of it."""

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    if not MKDOCS.exists():
        pytest.fail("The site's builder is needed: make .venv/docs/ready")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [MKDOCS, "build", "--strict", "-d", folder], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def address(built):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quietly, directory=built))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def chromium():
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("Chromium is needed. On Debian: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, address):
    """Opens pages of the site; whatever it asks of another host is refused, and fails the test."""
    contexts, elsewhere, faults = [], [], []

    def refuse(route):
        elsewhere.append(route.request.url)
        route.abort()

    def go(name, width=1280, scheme="light"):
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        context.route(lambda url: not url.startswith((address, "blob:", "data:")), refuse)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{address}{name}.html")
        return page

    yield go
    for context in contexts:
        context.close()
    assert elsewhere == []
    assert faults == []


def pages(built):
    return sorted(built.rglob("*.html"))


def test_no_page_fetches_anything_from_elsewhere(built):
    assert len(pages(built)) > 20
    for page in pages(built):
        text = page.read_text()
        fetched = re.findall(FETCHES, text) + re.findall(LINKS, text)
        assert [one for one in fetched if re.match(r"(https?:)?//", one)] == [], page.name
    for sheet in built.rglob("*.css"):
        assert re.findall(r"(?:url\(|@import)[\"' ]*(?:https?:)?//[^)]*", sheet.read_text()) == [], sheet.name


def test_every_link_and_picture_leads_somewhere(built):
    marks = {page: set(re.findall(r"\bid=\"?([^\"\s>]+)", page.read_text())) for page in pages(built)}
    for page, own in marks.items():
        if page.name == "404.html":  # is served from any folder, so its links have the whole path
            continue
        for found in re.findall(r"\b(?:href|src)=\"?([^\"\s>]+)", page.read_text()):
            target, _, mark = unquote(unescape(found)).partition("#")
            if re.match(r"\w+:", target):
                continue
            leads_to = (page.parent / target).resolve() if target else page
            leads_to = leads_to / "index.html" if leads_to.is_dir() else leads_to
            assert leads_to.exists(), (page.name, found)
            if mark and not mark.startswith("__"):
                assert mark in marks.get(leads_to, own), (page.name, found)


def test_what_is_outside_docs_is_on_the_site_too(built):
    for name in ("SECURITY.html", "CHANGELOG.html", "manifest.yml", "LICENSE.txt"):
        assert (built / name).exists(), name
    assert (built / "manifest.yml").read_bytes() == (ROOT / "manifest.yml").read_bytes()
    assert 'href="keeping.html"' in (built / "SECURITY.html").read_text()
    assert 'href="../SECURITY.html"' in (built / "governance/accessibility.html").read_text()
    assert not (built / "hooks.py").exists()


def test_the_search_finds_a_setting_and_asks_nobody_else(opened):
    page = opened("index")
    page.get_by_role("textbox", name="Search").fill("FOLLOWTHROUGH_LADDER")
    found = page.locator(".md-search-result__link").first
    found.wait_for()
    assert "settings.html" in found.get_attribute("href")


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_pages_can_be_read_by_everybody(opened, width, scheme):
    for name in LOOKED_AT:
        page = opened(name, width, scheme)
        wrong = Axe().run(page, options=RULES).response["violations"]
        told = [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in wrong]
        assert told == [], (name, json.dumps(told, indent=1))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_no_page_is_wider_than_a_telephone(opened, built):
    page = opened("index", 390)
    origin = page.url.removesuffix("index.html")
    for path in pages(built):
        page.goto(f"{origin}{path.relative_to(built)}", wait_until="domcontentloaded")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path.name


def test_every_page_is_in_the_menu(built):
    listed = (built / "index.html").read_text()
    for page in Path(ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").with_suffix(".html")
        assert f'href="{name}"' in listed, name
