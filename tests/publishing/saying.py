"""What a test of the publishing scenarios asks: what members see, what the desk reads in both languages."""

import urllib.request

from django.utils import translation

from nhipcau.publishing import words

FOUND = ("Published (confirmed after a lost connection).", "Đã đăng (xác nhận lại sau khi mất kết nối).")
LOOKING = (
    "Facebook gave no clear answer; the post is being looked for on the Page.",
    "Facebook không trả lời rõ ràng; đang tìm bài trên Trang.",
)
LOOKING_NEXT = (
    "Nothing is sent again before the Page was looked at. You need not do anything yet.",
    "Không gửi lại gì trước khi xem xong trên Trang. Bạn chưa cần làm gì.",
)
MISSING = (
    "Facebook gave no clear answer, and the post was not found on the Page.",
    "Facebook không trả lời rõ ràng và chưa thấy bài trên Trang.",
)
MISSING_NEXT = (
    "Open the Page: if the post is there, paste its address; otherwise publish again.",
    "Hãy mở Trang: nếu có bài, dán đường link của bài; nếu không có, bấm “Đăng lại”.",
)


def said(post, what_en, what_vi, next_both=("", "")):
    """What happened and, where given, what comes next, in both languages."""
    post.refresh_from_db()
    for language, what, following in zip(("en", "vi"), (what_en, what_vi), next_both, strict=True):
        with translation.override(language):
            spoken = words.of_post(post)
        assert spoken.what == what
        assert not following or spoken.next == following


def said_of_page(page, what, following):
    """The same of a Page; two pairs of sentences."""
    page.refresh_from_db()
    for n, language in enumerate(("en", "vi")):
        with translation.override(language):
            spoken = words.of_page(page)
        assert (spoken.what, spoken.next) == (what[n], following[n])


def public(standin):
    """Public posts, counted by the server: one number a text with its pictures."""
    return list(standin.control("state")["counts"].values())


def feed_calls(standin):
    """How often the server was asked to make something public."""
    return standin.control("state")["feed_calls"]


def opens(post):
    """The permalink shows the post to somebody who is not signed in."""
    with urllib.request.urlopen(post.permalink, timeout=5) as answer:
        return answer.status == 200 and post.text in answer.read().decode()


def stands(post, status, what, following=None):
    """State, what happened and what comes next; pairs of English and Vietnamese."""
    post.refresh_from_db()
    assert post.status == status
    said(post, *what, following or ("", ""))


def refusal(code, subcode=None, message="x", **more):
    """A body as Facebook refuses with."""
    error = {"code": code, "message": message, "fbtrace_id": "Atrace1", **more}
    return {"error": error | ({"error_subcode": subcode} if subcode else {})}
