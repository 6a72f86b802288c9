"""What people type and send so that pages show which no link leads to; see browsing.acted."""

from __future__ import annotations

import re
from typing import Any

from tools.browsing import ROOT, links_of


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
    page.goto(next(link for link in links_of(page) if re.search(r"/owed/\d+/$", link)))
    page.goto(next(link for link in links_of(page) if re.search(r"/tasks/\d+/sheet/$", link)))
    page.set_input_files("input[type=file]", ROOT / "tests/samples/form01/files/s06.xlsx")
    with page.expect_navigation():
        page.click("form:has(input[type=file]) button.btn-primary")


def _many_files(page: Any, base: str) -> None:
    """The files of several units, read by the worker and waiting for their units."""
    page.goto(base + "/campaigns/")
    page.goto(next(link for link in links_of(page) if re.search(r"/campaigns/\d+/$", link)))
    page.goto(next(link for link in links_of(page) if link.endswith("/inbox/")))
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
    page.goto(next(link for link in links_of(page) if re.search(r"/forms/\d+/$", link)))


def _forms(page: Any, base: str) -> None:
    _form_asked_for(page, base)
    page.goto(base + "/forms/")


def _consolidated(page: Any, base: str) -> None:
    """Who has sent and who is missing, as the desk sees it from the board."""
    page.goto(base + "/campaigns/")
    page.goto(next(link for link in links_of(page) if re.search(r"/campaigns/\d+/$", link)))
    page.goto(next(link for link in links_of(page) if re.search(r"/steps/\d+/consolidated/$", link)))


def _consolidated_lines(page: Any, base: str) -> None:
    _consolidated(page, base)
    page.goto(page.url + "?view=lines")


def _differences(page: Any, base: str) -> None:
    """What an editor has just changed of a story, word by word."""
    _edited(page, base, "Hôm sau có thêm 12 người đăng ký.")
    page.goto(next(link for link in links_of(page) if link.endswith("/compare/")))


def _edited(page: Any, base: str, sentence: str) -> None:
    page.goto(base + "/stories/desk/")
    page.goto(next(link for link in links_of(page) if re.search(r"/desk/\d+/$", link)))
    page.goto(page.url + "edit/")
    page.fill("#id_text", page.input_value("#id_text") + "\n\n" + sentence)
    with page.expect_navigation():
        page.click("main form button.btn-primary")


def _merged(page: Any, base: str) -> None:
    """The same story saved from a page that was opened before another editor saved."""
    _edited(page, base, "Ban tổ chức cảm ơn nhà trường đã cho mượn sân.")
    page.goto(page.url + "edit/")
    page.eval_on_selector("[name=version]", "field => field.value = 1")
    page.fill("#id_title", page.input_value("#id_title") + " thành công")
    page.fill("#id_text", "Lời mở đầu của tôi.\n\n" + page.input_value("#id_text").partition("\n\n")[0])
    with page.expect_navigation():
        page.click("main form button.btn-primary")


def _cropped(page: Any, base: str) -> None:
    """A square part of a photo, looked at before it is kept."""
    page.goto(base + "/stories/desk/")
    page.goto(next(link for link in links_of(page) if re.search(r"/desk/\d+/$", link)))
    page.goto(page.url + "pictures/")
    page.goto(next(link for link in links_of(page) if "/desk/pictures/" in link))
    page.select_option("[name=shape]", "1x1")
    with page.expect_navigation():
        page.click("[name=look]")


ACTS: dict[str, dict[str, Any]] = {
    "guest": {"wrong-password": _wrong_password, "code": _code, "unknown-link": _used_link, "404": _nothing},
    "officer": {
        "consolidated-lines": _consolidated_lines,
        "invited": _invite, "sheets": _sheets, "circular-read": _circular, "invite-422": _invite_wrong, "units-preview": _list_of_units, "units-422": _no_file, "409": _too_old, "inbox": _many_files,
        "form-designer": _form_of_a_table, "form-422": _form_wrong, "form-missing": _form_missing, "circular-with-form": _form_asked_for,
        "form-ready": _form_ready, "forms-list": _forms,
    },
    "editor": {"story-differences": _differences, "story-merge": _merged, "story-crop": _cropped},
    "chair": {"403": _not_allowed, "sheet-read": _filled_form, "sheet-errors": _to_correct},
}  # fmt: skip
