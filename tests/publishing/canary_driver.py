"""Everything that touches a token, once, in a process of its own on a database file: sign-in, connection, posts, faults that
repeat the token, figures, a key rotation, a dead token. Leaves WAL, backup, mails, logs and temp files behind for the search.
`python -m tests.publishing.canary_driver CANARY BACKUP`"""

from __future__ import annotations

import logging
import os
import sys
import uuid

import django


def main() -> None:
    """Ends without closing anything, as a crash would, so that the WAL stays."""
    canary, backup = sys.argv[1], sys.argv[2]
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from nhipcau.core import clock
    from nhipcau.facebook.standin.clock import VirtualClock
    from nhipcau.facebook.standin.server import StandIn
    from nhipcau.notifications import jobs as messages
    from nhipcau.publishing import actions, jobs
    from nhipcau.publishing.actions.queue import Picture
    from tests import factories

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint=0")
    clock.set_to("2020-10-08 09:00")
    with StandIn(int(os.environ["KILL_PORT"]), VirtualClock(clock.now)) as standin:
        page_id = "100000000000001"
        standin.control("token", page=page_id, value=canary)
        unit, officer = factories.publishing_cast()
        offered = actions.Offered(page_id, "Trang", "", ("CREATE_CONTENT",), canary)
        kept = actions.sealed([offered])  # as it lies in the session between sign-in and choice
        from django.contrib.sessions.backends.db import SessionStore

        session = SessionStore()
        session["facebook_pages"] = {"pages": kept}
        session.save()
        page = actions.connect_offered(unit, actions.unsealed(kept)[0], by=officer, submit_key=uuid.uuid4())
        post = actions.prepare(
            page,
            "Tin của công đoàn",
            [Picture(b"\xff\xd8\xff\xe0picture")],
            by=officer,
            submit_key=uuid.uuid4(),
        )
        error = {"error": {"code": 1, "message": f"Error validating {canary}", "error_user_msg": canary}}
        standin.fault("status_body", r"/feed$", status=500, body=error)
        standin.fault("status_body", r"/published_posts", method="GET", times=2, body=f"<html>{canary}")
        actions.publish_now(post, by=officer)
        for _look in range(60):
            jobs.probe_open_attempts.call()
            jobs.publish_due_posts.call()
            clock.advance(5)
        actions.publish_again(post, by=officer)
        jobs.publish_due_posts.call()
        call_command("rotate_token_key")
        clock.advance(86_401)
        for job in (jobs.look_at_public_posts, jobs.fetch_figures):
            job.call()
        standin.control("token", page=page_id, subcode=460)
        jobs.check_pages.call()
        messages.send_due_messages.call()
        logging.getLogger("nhipcau").error("a careless line with %s in it", canary)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [backup])
        post.refresh_from_db()
        page.refresh_from_db()
        print(post.status, page.token == canary, page.is_stopped, flush=True)
        os._exit(0)


if __name__ == "__main__":
    main()
