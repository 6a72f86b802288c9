"""What a browser sees: a Page and its posts, readable without signing in. Plays facebook.com, so it speaks
Vietnamese as that site would and is not part of the product's own interface."""

from __future__ import annotations

import re
from html import escape
from zoneinfo import ZoneInfo

from nhipcau.facebook.standin.things import Page, Post
from nhipcau.facebook.standin.world import World

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
CSS = """body{font:16px/1.5 sans-serif;background:#eef1f4;color:#1c2733;margin:0}
main{max-width:40rem;margin:0 auto;padding:1rem}
article{background:#fff;border-radius:.5rem;padding:1rem;margin-bottom:1rem}
p.text{white-space:pre-wrap}img,video{max-width:100%;display:block;margin:.5rem 0}
small{color:#4a5866}a{color:#1257a8}fieldset{border:1px solid #b8c4cf;border-radius:.5rem;margin:1rem 0}button{font:inherit;padding:.6rem 1rem}
label{display:block;padding:.3rem 0}header{background:#1257a8;color:#fff;padding:.75rem 1rem}"""


def page_html(world: World, path: str) -> tuple[int, str, bytes]:
    """(status, content type, body) for a path below /www; the world's lock is held."""
    if path == "/www/style.css":
        return 200, "text/css; charset=utf-8", CSS.encode()
    photo = re.fullmatch(r"/www/photo/(\d+)", path)
    if photo and photo[1] in world.photos and world.photos[photo[1]].post_id:
        return 200, "image/jpeg", world.photos[photo[1]].content
    video = re.fullmatch(r"/www/video/(\d+)", path)
    if video and video[1] in world.videos and world.videos[video[1]].post_ids:
        return 200, "video/mp4", bytes(world.videos[video[1]].content)
    found = re.fullmatch(r"/www/([\w.]+)/posts/(\d+)/?", path)
    if found:
        page = _page(world, found[1])
        post = world.posts.get(f"{page.id}_{found[2]}") if page else None
        if page and post and _is_seen(post):
            return _html(page.name, _article(world, page, post))
    found = re.fullmatch(r"/www/([\w.]+)/?", path)
    page = _page(world, found[1]) if found else None
    if page:
        seen = [post for post in world.public_posts(page.id) if _is_seen(post)]
        posts = "".join(_article(world, page, post) for post in seen)
        return _html(page.name, posts or "<p>Chưa có bài viết nào.</p>")
    _status, kind, body = _html("Không có nội dung này", "<p>Nội dung này hiện không xem được.</p>")
    return 404, kind, body


def _page(world: World, name: str) -> Page | None:
    """A Page that is not unpublished, by its number or its name."""
    return next(
        (one for one in world.pages.values() if name in (one.id, one.username) and one.is_published), None
    )


def _is_seen(post: Post) -> bool:
    """By somebody who is not signed in and has no role on the app."""
    return post.is_public and not post.is_private


def _article(world: World, page: Page, post: Post) -> str:
    photos = "".join(
        f'<img src="/www/photo/{photo_id}" alt="{escape(world.photos[photo_id].alt_text)}">'
        for photo_id in post.photo_ids
    )
    if post.video_id:
        photos += f'<video controls src="/www/video/{post.video_id}"></video>'
    if post.link:
        photos += f'<p><a href="{escape(post.link)}">{escape(post.link)}</a></p>'
    return (
        f'<article><strong><a href="/www/{escape(page.username)}">{escape(page.name)}</a></strong><br>'
        f'<small><a href="/www/{post.page_id}/posts/{post.fbid}">{post.created_at.astimezone(HERE):%H:%M %d/%m/%Y}</a></small>'
        f'<p class="text">{escape(post.message)}</p>{photos}</article>'
    )


def _html(title: str, body: str) -> tuple[int, str, bytes]:
    return 200, "text/html; charset=utf-8", whole_page(title, body)


def whole_page(title: str, body: str) -> bytes:
    """A whole page of this site."""
    text = (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="/www/style.css"></head>'
        f"<body><header>Facebook (máy chủ thử)</header><main>{body}</main></body></html>"
    )
    return text.encode()
