"""Clips: the chunked upload, the resumable one, and the state of a clip (contract, section 4)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from nhipcau.facebook.standin.access import own_page, require_writing
from nhipcau.facebook.standin.calls import Call, Refusal, gone, graph_time
from nhipcau.facebook.standin.things import Page, Token, Upload, Video
from nhipcau.facebook.standin.world import World

VIDEO_FIELDS = frozenset(["id", "status", "permalink_url", "post_id", "published", "length"])
MOST_BYTES = 1_000_000_000


def create_video(world: World, call: Call, token: Token, node: str) -> dict[str, Any]:
    """POST /{page}/videos on either host, by the phase, or with the handle of a resumable upload."""
    page = own_page(world, call, token, node)
    require_writing(page, token)
    if "fbuploader_video_file_chunk" in call.params:
        return _from_handle(world, call, page)
    phases = {"start": _start, "transfer": _transfer, "finish": _finish}
    phase = phases.get(call.params.get("upload_phase", ""))
    if phase is None:
        raise Refusal(100, "(#100) Param upload_phase must be one of start, transfer, finish")
    return phase(world, call, page)


def _start(world: World, call: Call, page: Page) -> dict[str, Any]:
    call.allow("upload_phase", "file_size")
    size = call.number("file_size")
    if not 0 < size <= MOST_BYTES:
        raise Refusal(6000, "There was a problem with your video file.", subcode=1363022)
    video = world.add_video(page.id, size)
    return {"video_id": video.id, "upload_session_id": video.session_id, **_bounds(world, video)}


def _bounds(world: World, video: Video) -> dict[str, str]:
    start = len(video.content)
    return {"start_offset": str(start), "end_offset": str(min(video.size, start + world.chunk_bytes))}


def _transfer(world: World, call: Call, page: Page) -> dict[str, Any]:
    call.allow("upload_phase", "upload_session_id", "start_offset", files=("video_file_chunk",))
    video = _session(world, call, page)
    chunk = call.files.get("video_file_chunk", b"")
    bounds = _bounds(world, video)
    if call.params.get("start_offset") != bounds["start_offset"]:
        data = json.dumps(bounds) if world.error_data_is_text else bounds
        raise Refusal(6001, "The start offset does not match.", subcode=1363037, data=data)
    if not chunk or len(video.content) + len(chunk) > int(bounds["end_offset"]):
        raise Refusal(100, "(#100) video_file_chunk is not what was asked for")
    video.content += chunk
    return dict(_bounds(world, video))


def _session(world: World, call: Call, page: Page) -> Video:
    session = call.params.get("upload_session_id")
    for video in world.videos.values():
        if video.session_id == session and video.page_id == page.id and video.is_session_alive:
            return video
    raise Refusal(100, "(#100) Invalid upload session", subcode=1363041)


def _finish(world: World, call: Call, page: Page) -> dict[str, Any]:
    call.allow("upload_phase", "upload_session_id", "title", "description", "published")
    video = _session(world, call, page)
    if len(video.content) < video.size:
        raise Refusal(6000, "Video Upload Is Missing", subcode=1363130)
    _publish(world, video, call)
    return {"success": True}


def _publish(world: World, video: Video, call: Call) -> None:
    """Every further `finish` would make one more post: that is what the product must never send."""
    video.title = call.params.get("title", "")
    video.description = call.params.get("description", "")
    video.is_public = call.truth("published", True)
    video.finishes += 1
    video.error, world.video_error = world.video_error, ""
    video.ready_at = world.now() + timedelta(seconds=world.processing_seconds)
    if video.is_settled and video.is_public and not video.error:
        video.is_settled, video.finishes = False, 1
    world.settle()


def _from_handle(world: World, call: Call, page: Page) -> dict[str, Any]:
    call.allow("fbuploader_video_file_chunk", "title", "description", "published")
    handle = call.params["fbuploader_video_file_chunk"]
    upload = next((one for one in world.uploads.values() if one.handle and one.handle == handle), None)
    if upload is None:
        raise Refusal(100, "(#100) Invalid handle in fbuploader_video_file_chunk")
    video = world.add_video(page.id, upload.size)
    video.content = upload.content
    _publish(world, video, call)
    return {"id": video.id}


def start_upload(world: World, call: Call, token: Token, app_id: str) -> dict[str, Any]:
    """POST /{app}/uploads"""
    call.allow("file_name", "file_length", "file_type")
    if app_id != world.app_id:
        raise gone(app_id)
    if call.params.get("file_type") not in ("video/mp4", "video/quicktime"):
        raise Refusal(100, "(#100) Param file_type must be a supported type")
    upload = Upload(world.name("upload:standin"), call.number("file_length"))
    world.uploads[upload.id] = upload
    return {"id": upload.id}


def send_upload(world: World, call: Call, token: Token, upload_id: str) -> dict[str, Any]:
    """POST /upload:…: the bytes from `file_offset` on; what came before a cut is kept."""
    call.allow()
    upload = world.uploads.get(upload_id)
    if upload is None:
        raise gone(upload_id)
    if call.file_offset != str(len(upload.content)) or len(upload.content) + len(call.raw) > upload.size:
        raise Refusal(100, "(#100) file_offset is not where the upload stands")
    upload.content += call.raw
    if len(upload.content) < upload.size:
        return {"file_offset": len(upload.content)}
    upload.handle = upload.handle or f"h:{upload.id.removeprefix('upload:')}"
    return {"h": upload.handle}


def read_upload(world: World, call: Call, token: Token, upload_id: str) -> dict[str, Any]:
    """GET /upload:…: how far it has come."""
    call.allow()
    upload = world.uploads.get(upload_id)
    if upload is None:
        raise gone(upload_id)
    return {"id": upload.id, "file_offset": len(upload.content)}


def read_video(world: World, call: Call, token: Token, video_id: str) -> dict[str, Any]:
    """GET /{video}"""
    call.allow()
    video = world.videos[video_id]
    own_page(world, call, token, video.page_id)
    post = world.posts.get(video.post_ids[0]) if video.post_ids else None
    row: dict[str, Any] = {"id": video.id, "status": _status(video, post is not None), "length": 12.5}
    row["published"] = post is not None and post.is_public
    if post is not None:
        row["post_id"], row["permalink_url"] = post.id, world.permalink(post)
    fields = call.fields(VIDEO_FIELDS, "id,status")
    return {name: row[name] for name in dict.fromkeys(["id", *fields]) if name in row}


def _status(video: Video, is_published: bool) -> dict[str, Any]:
    uploading: dict[str, Any] = {"status": "complete", "bytes_transfered": len(video.content)}
    if len(video.content) < video.size:
        uploading["status"] = "in_progress"
    processing: dict[str, Any] = {"status": "not_started"}
    if video.finishes:
        processing["status"] = "complete" if video.is_settled else "in_progress"
    if video.error and video.is_settled:
        processing = {"status": "error", "error": {"message": video.error}}
    publishing: dict[str, Any] = {"status": "complete" if is_published else "not_started"}
    if is_published:
        publishing |= {"publish_status": "published"}
        if video.ready_at is not None:
            publishing["publish_time"] = graph_time(video.ready_at)
    return {
        "video_status": video.status,
        "uploading_phase": uploading,
        "processing_phase": processing,
        "publishing_phase": publishing,
    }
