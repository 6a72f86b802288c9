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
        page.click("main form button")
        page.wait_for_load_state()
        demo.states[role] = first.storage_state()
        first.close()
    context = browser.new_context(viewport=viewport, storage_state=demo.states.get(role))
    context.set_default_timeout(20_000)
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
            waiting += [href for href in _links(page) if href.startswith(demo.base + "/")]


def acted(page: Any, demo: Demo, role: str) -> Iterator[Visit]:
    """Pages that only show after something was typed or sent; each is yielded while it is open."""
    console: list[str] = []
    page.on("console", lambda message: console.append(f"{message.type}: {message.text}"))
    for name, act in ACTS.get(role, {}).items():
        console.clear()
        act(page, demo.base)
        page.wait_for_load_state()
        # A page that says no is also reported by the browser itself.
        lines = [line for line in console if "the server responded with a status of 4" not in line]
        yield Visit(role, name, page.url, 200, lines)


def _send(page: Any) -> None:
    with page.expect_navigation():
        page.locator("main form[method=post] button:not([type=button])").first.click()


def _wrong_password(page: Any, base: str) -> None:
    page.goto(base + "/accounts/login/")
    page.fill("[name=login]", "khong.co@example.org")
    page.fill("[name=password]", "sai-roi")
    with page.expect_navigation():
        page.click("form[action$='/accounts/login/'] button")


def _code(page: Any, base: str) -> None:
    page.goto(base + "/accounts/login/code/")
    page.fill("[name=email]", "khong.co@example.org")
    _send(page)


def _invite(page: Any, base: str) -> None:
    page.goto(base + "/people/invite/")
    page.fill("[name=full_name]", "Đinh Thị Hồng Nhịp")
    page.fill("[name=phone]", "0958 123 456")
    page.select_option("[name=role]", "chair")
    _send(page)


def _sheets(page: Any, base: str) -> None:
    _invite(page, base)
    page.eval_on_selector_all(
        "form[target]", "forms => forms.forEach(form => form.removeAttribute('target'))"
    )
    _send(page)


def _circular(page: Any, base: str) -> None:
    """A circular is read into a proposal; nothing is confirmed."""
    page.goto(base + "/campaigns/new/")
    page.fill("[name=text]", (ROOT / "tests/samples/circulars/r113/circular.txt").read_text())
    _send(page)


def _invite_wrong(page: Any, base: str) -> None:
    page.goto(base + "/people/invite/")
    page.fill("[name=phone]", "12")
    _send(page)


LIST = """Tên đơn vị,Đơn vị cấp trên,Loại đơn vị,Mã,Chủ tịch,Điện thoại
Trường Tiểu học Vông Vang,,,VV-01,Bùi Thị Sen,0951 000 111
Tổ văn phòng,Trường Tiểu học Vông Vang,Tổ công đoàn,,Trần Văn Không Số,
Tổ lạc,Không có nơi này,,,,
"""


def _list_of_units(page: Any, base: str) -> None:
    page.goto(base + "/units/load/")
    file = {"name": "don-vi.csv", "mimeType": "text/csv", "buffer": LIST.encode("utf-8-sig")}
    page.set_input_files("[name=file]", file)
    _send(page)


def _no_file(page: Any, base: str) -> None:
    page.goto(base + "/units/load/")
    _send(page)


def _used_link(page: Any, base: str) -> None:
    page.goto(base + "/l/khong-co-lien-ket-nay/")


def _nothing(page: Any, base: str) -> None:
    page.goto(base + "/khong-co-trang-nay/")


def _not_allowed(page: Any, base: str) -> None:
    page.goto(base + "/people/")


def _too_old(page: Any, base: str) -> None:
    page.goto(base + "/people/invitations/")
    with page.expect_navigation():
        page.click("main form button[value=sent]")


def _filled_form(page: Any, base: str) -> None:
    """A filled Form 01 with faults, before anything was mended; nothing is handed in."""
    page.goto(base + "/campaigns/owed/")
    page.goto(next(link for link in _links(page) if re.search(r"/owed/\d+/$", link)))
    page.goto(next(link for link in _links(page) if re.search(r"/tasks/\d+/sheet/$", link)))
    page.set_input_files("input[type=file]", ROOT / "tests/samples/form01/files/s06.xlsx")
    with page.expect_navigation():
        page.click("form:has(input[type=file]) button.btn-primary")


def _many_files(page: Any, base: str) -> None:
    """The files of several units, read by the worker and waiting for their units."""
    page.goto(base + "/campaigns/")
    page.goto(next(link for link in _links(page) if re.search(r"/campaigns/\d+/$", link)))
    page.goto(next(link for link in _links(page) if link.endswith("/inbox/")))
    samples = ROOT / "tests/samples/form01/files"
    page.set_input_files("input[type=file]", sorted(samples.iterdir())[:8])
    with page.expect_navigation():
        page.click("form:has(input[type=file]) button.btn-primary")
    page.wait_for_selector("#files:not(:has(progress))")


def _to_correct(page: Any, base: str) -> None:
    _filled_form(page, base)
    page.goto(page.url + "?show=errors")


def _form_of_a_table(page: Any, base: str) -> None:
    """The designer, filled with the columns of a table of a circular."""
    page.goto(base + "/campaigns/new/")
    page.fill("[name=text]", (ROOT / "tests/samples/circulars/s10/circular.txt").read_text())
    _send(page)
    with page.expect_navigation():
        page.click("button[value='make-form:1.0']")


def _form_wrong(page: Any, base: str) -> None:
    """A column that asks for too much, and one whose total cannot be; what was typed stays."""
    _form_of_a_table(page, base)
    page.locator("[name$=-heading]").nth(0).fill("Quan điểm chính trị của đoàn viên")
    page.locator("[name$=-note]").nth(1).fill("Ghi tài khoản Zalo cá nhân")
    with page.expect_navigation():
        page.click("button.btn-primary[value=save]")


def _form_missing(page: Any, base: str) -> None:
    """Not ready yet: a person without a purpose, a choice without choices."""
    _form_of_a_table(page, base)
    page.locator("[name$=-kind]").nth(0).select_option("person")
    page.locator("[name$=-kind]").nth(1).select_option("choice")
    with page.expect_navigation():
        page.click("button[value=ready]")


def _form_asked_for(page: Any, base: str) -> None:
    """Ready, and back at the circular, where the step asks for it."""
    _form_of_a_table(page, base)
    with page.expect_navigation():
        page.click("button[value=ready]")


def _form_ready(page: Any, base: str) -> None:
    """As it stands once it may go out."""
    _form_asked_for(page, base)
    page.goto(base + "/forms/")
    page.goto(next(link for link in _links(page) if re.search(r"/forms/\d+/$", link)))


def _forms(page: Any, base: str) -> None:
    _form_asked_for(page, base)
    page.goto(base + "/forms/")


def _consolidated(page: Any, base: str) -> None:
    """Who has sent and who is missing, as the desk sees it from the board."""
    page.goto(base + "/campaigns/")
    page.goto(next(link for link in _links(page) if re.search(r"/campaigns/\d+/$", link)))
    page.goto(next(link for link in _links(page) if re.search(r"/steps/\d+/consolidated/$", link)))


def _consolidated_lines(page: Any, base: str) -> None:
    _consolidated(page, base)
    page.goto(page.url + "?view=lines")


ACTS: dict[str, dict[str, Any]] = {
    "guest": {"wrong-password": _wrong_password, "code": _code, "unknown-link": _used_link, "404": _nothing},
    "officer": {
        "consolidated-lines": _consolidated_lines,
        "invited": _invite, "sheets": _sheets, "circular-read": _circular, "invite-422": _invite_wrong, "units-preview": _list_of_units, "units-422": _no_file, "409": _too_old, "inbox": _many_files,
        "form-designer": _form_of_a_table, "form-422": _form_wrong, "form-missing": _form_missing, "circular-with-form": _form_asked_for,
        "form-ready": _form_ready, "forms-list": _forms,
    },
    "chair": {"403": _not_allowed, "sheet-read": _filled_form, "sheet-errors": _to_correct},
}  # fmt: skip


def _links(page: Any) -> list[str]:
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
