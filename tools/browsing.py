"""The demo in a real browser: started on a port of its own, every page of every role walked. For tests and pictures."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
ROLES = ("officer", "editor", "collaborator", "chair", "city", "operator")
PATIENCE = 180
#: Addresses that answer with a file, or leave the product's own pages.
FILES = re.compile(
    r"\.(csv|xlsx|zip|txt|docx|atom|jpg|png|ico|svg)$|/original/$|/file/$|/photos/|/static/|^/l/|/photos\.zip$"
)


class Demo:
    """The demo union behind real servers, on a free port and in a folder that goes away."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="nhipcau-demo-")
        self.port = _free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.links: dict[str, str] = {}
        self.states: dict[str, Any] = {}
        self.process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Demo:
        command = [
            sys.executable,
            "-m",
            "nhipcau",
            "demo",
            "--port",
            str(self.port),
            "--data",
            self.folder.name,
        ]
        env = {
            name: value for name, value in os.environ.items() if not name.startswith(("NHIPCAU_", "DJANGO_"))
        }
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self.process.stdout is not None
        found: list[str] = []
        until, said = time.monotonic() + PATIENCE, []
        for line in self.process.stdout:
            said.append(line)
            found += re.findall(r"http://\S+/l/\S+", line)
            if len(found) == len(ROLES) or time.monotonic() > until:
                break
        if len(found) < len(ROLES):
            self.__exit__()
            raise RuntimeError("The demo did not start:\n" + "".join(said[-20:]))
        self.links = dict(zip(ROLES, found, strict=True))
        return self

    def __exit__(self, *_why: Any) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.folder.cleanup()


def _free_port() -> int:
    """A port whose neighbour is free as well: the demo needs two."""
    for _n in range(50):
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            if port > 65000:
                continue
            try:
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise RuntimeError("no two neighbouring ports are free")


@dataclass
class Visit:
    """One page as it was opened."""

    role: str
    name: str
    url: str
    status: int
    console: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)


def context_of(browser: Any, demo: Demo, role: str, viewport: dict[str, int]) -> Any:
    """A browser in which this role is signed in, through the link the demo printed, as a person does; once a role."""
    if role != "guest" and role not in demo.states:
        first = browser.new_context()
        page = first.new_page()
        page.goto(demo.links[role])
        with page.expect_navigation():
            page.click("main form button")
        demo.states[role] = first.storage_state()
        first.close()
    context = browser.new_context(viewport=viewport, storage_state=demo.states.get(role))
    context.set_default_timeout(30_000)
    return context


#: Pages that look alike for everybody who is signed in: opened for the first role that comes by.
ALIKE = re.compile(r"^(accounts:|account_|mfa_|usersessions_|portal:|notifications:)")


def walk(
    page: Any, demo: Demo, role: str, begin: tuple[str, ...], known: Iterable[str] = ()
) -> Iterator[Visit]:
    """Open every page this role reaches by links, one page a route; yields while the page is open.

    `known` are names of pages that other roles were shown; those that look alike for everybody are left out.
    """
    waiting = [demo.base + path for path in begin]
    seen = {name for name in known if ALIKE.match(name)}
    console: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda message: console.append(f"{message.type}: {message.text}"))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    while waiting:
        url = waiting.pop(0)
        name = route(urlsplit(url).path)
        if not name or name in seen:
            continue
        seen.add(name)
        console.clear()
        hosts.clear()
        answer = page.goto(url)
        landed = urlsplit(page.url)
        if landed.netloc == urlsplit(demo.base).netloc:
            arrived = route(landed.path)
            if arrived != name and arrived in seen:
                continue
            seen.add(arrived)
            yield Visit(
                role, arrived or name, page.url, answer.status if answer else 0, list(console), set(hosts)
            )
            waiting += [href for href in links_of(page) if href.startswith(demo.base + "/")]


def acted(page: Any, demo: Demo, role: str) -> Iterator[Visit]:
    """Pages that only show after something was typed or sent; each is yielded while it is open."""
    console: list[str] = []
    page.on("console", lambda message: console.append(f"{message.type}: {message.text}"))
    from tools.acts import ACTS

    for name, act in ACTS.get(role, {}).items():
        console.clear()
        act(page, demo.base)
        page.wait_for_load_state()
        # A page that says no is also reported by the browser itself.
        lines = [line for line in console if "the server responded with a status of 4" not in line]
        yield Visit(role, name, page.url, 200, lines)


def links_of(page: Any) -> list[str]:
    hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    whole = [
        urljoin(page.url, href).partition("#")[0]
        for href in hrefs
        if not href.startswith(("mailto:", "tel:"))
    ]
    return [url for url in whole if not FILES.search(urlsplit(url).path)]


def route(path: str) -> str:
    """The name of the route behind a path, or nothing."""
    from django.urls import Resolver404, resolve

    if FILES.search(path):
        return ""
    try:
        return resolve(path).view_name or path
    except Resolver404:
        return ""


#: In the page: whether it is wider than the window, and by which elements.
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll('body *')].filter(e => {
    const r = e.getBoundingClientRect();
    return r.right > width + 1 && r.width > 0 && !e.closest('.table-responsive, .scroll, pre');
  }).slice(0, 5).map(e => e.tagName + '.' + e.className + ': ' + (e.textContent || '').trim().slice(0, 60));
}"""

#: In the page: every text a person reads or hears.
TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent || ['SCRIPT', 'STYLE'].includes(parent.tagName) || parent.closest('[lang=en]')) continue;
    found.push(walker.currentNode.data);
  }
  for (const e of document.querySelectorAll('[placeholder], [aria-label], [alt], [title]'))
    for (const name of ['placeholder', 'aria-label', 'alt', 'title'])
      if (e.hasAttribute(name)) found.push(e.getAttribute(name));
  found.push(document.title);
  return found.map(t => t.replace(/\\s+/g, ' ').trim()).filter(t => t);
}"""
