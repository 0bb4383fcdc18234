"""The real portal on a scratch database, and how the browser reaches its pages."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen

from django.urls import Resolver404, resolve
from scratch import ROOT, scratch

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PUBLIC_PAGES = [
    "/konto/login/",
    "/konto/signup/",
    "/konto/password/reset/",
    "/konto/password/reset/done/",
    "/konto/password/reset/key/1-x/",
    "/konto/password/reset/key/done/",
    "/konto/inactive/",
    "/konto/confirm-email/",
    "/hjalp/",
    "/tillganglighet/",
    "/personuppgifter/",
    "/kontakt/",
    "/finns-inte/",
]
ACCOUNT_PAGES = [
    "/konto/password/change/",
    "/konto/reauthenticate/",
    "/konto/logout/",
    "/finns-inte/",
]
VOID = {"br", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "line"}
FILES = (".pdf", ".docx", ".zip", ".xlsx", ".csv", ".json", ".xml")


@dataclass(frozen=True)
class Portal:
    """A running portal; `logins` has the user name and password of the first person in each role."""

    address: str
    logins: dict[str, tuple[str, str]]


@contextmanager
def serve(folder: Path) -> Iterator[Portal]:
    """Run the demo on a database of its own, with a little past, until the block ends."""
    port = _free_port()
    with scratch(folder, "browser") as portal:
        portal.python(str(ROOT / "tests/browser/past.py"))
        logins = {}
        for user in json.loads(portal.manage("demo", "--format", "json").stdout)["users"]:
            logins.setdefault(user["role"], (user["username"], user["password"]))
        with (folder / "server.log").open("w") as log:
            server = portal.start("runserver", "--noreload", f"127.0.0.1:{port}", output=log)
            try:
                address = f"http://127.0.0.1:{port}"
                _wait_for(f"{address}/hjalp/", server, folder / "server.log")
                yield Portal(address, logins)
            finally:
                server.terminate()
                server.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address: str, server: subprocess.Popen, log: Path, seconds: int = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"Servern startade inte: {log.read_text()}")
        try:
            with urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"Servern svarar inte på {address}: {log.read_text()}")


def log_in(context, portal: Portal, role: str) -> None:
    """Sign the browser context in as the demo's person in a role."""
    username, password = portal.logins[role]
    page = context.new_page()
    page.goto(f"{portal.address}/konto/login/")
    page.get_by_label("Användarnamn").fill(username)
    page.get_by_label("Lösenord", exact=True).fill(password)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url(f"{portal.address}/")
    page.close()


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "a" and (address := dict(attrs).get("href")):
            self.found.append(address)


def crawl(context, portal: Portal, *, each: int) -> dict[str, str]:
    """The HTML of the pages reached by links from the start page, by path; at most `each` of one kind."""
    waiting, pages, kinds = ["/"], {}, {}
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if path in pages or kinds.get(kind, 0) >= each:
            continue
        answer = context.request.get(portal.address + path)
        if not answer.ok:
            raise AssertionError(f"{path}, som är länkad, svarar {answer.status}")
        if "text/html" not in answer.headers["content-type"]:
            continue
        pages[path] = answer.text()
        kinds[kind] = kinds.get(kind, 0) + 1
        waiting += [link for link in _own_links(portal, path, pages[path]) if link not in pages]
    return pages


def _own_links(portal: Portal, path: str, html: str) -> list[str]:
    """The portal's own pages linked from a page, without the administration and files to download."""
    links = _Links()
    links.feed(html)
    found = [urlsplit(urljoin(portal.address + path, urldefrag(link).url)) for link in links.found]
    return [
        link._replace(scheme="", netloc="").geturl()
        for link in found
        if f"{link.scheme}://{link.netloc}" == portal.address
        and not link.path.startswith("/admin/")
        and not link.path.endswith(FILES)
    ]


class _Shapes(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open: list[str] = []
        self.found: set[str] = set()

    def handle_starttag(self, tag, attrs):
        marks = [f"{name}={value}" for name, value in attrs if name in ("class", "role", "aria-labelledby")]
        here = " ".join([tag, *marks])
        self.found.add(" > ".join([*self.open, here]))
        if tag not in VOID:
            self.open.append(here)

    def handle_endtag(self, tag):
        while self.open and self.open.pop().split(" ", 1)[0] != tag:
            pass


def shapes(html: str) -> set[str]:
    """The kinds of elements a page is built of, with where they stand; not their texts or number."""
    parser = _Shapes()
    parser.feed(html)
    return parser.found


def kind_of(path: str) -> str:
    """Which page an address leads to, whatever it shows: the name of its view."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return path
