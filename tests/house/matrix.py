"""Who may open what: one row a route, and everything test_matrix.py asks follows from it.

    Row(name, at, sees, get, post)

name    the route's name, as reverse() takes it
at      from a Scene to the route's arguments; None for a page without an object
sees    with one of these permissions at the object's unit it exists for a person; otherwise it is 404
get     what GET needs: a permission (else 403), several (one of them), ANYONE (signed in), PUBLIC (not even that),
        NOBODY (the page is for its own person alone, so it is 404 for everybody here), SIGNING_IN (a step of signing
        in, which answers by the session's own state and is tested with the accounts), or None (405)
post    the same for POST
without for pages without an object: what a person without the permission gets, 403 unless said
gate    a permission without which, anywhere, the whole page is 403 before any object is looked for
data    what the POST carries
where   from which units' objects it exists for a person at "own": theirs and those below, unless said

A new route without a row fails the build.
"""

from dataclasses import dataclass
from typing import Any

from nhipcau.accounts.permissions import Permission as P

ANYONE, PUBLIC, NOBODY, SIGNING_IN = "anyone", "public", "nobody", "signing in"


@dataclass(frozen=True)
class Row:
    name: str
    at: Any = None
    sees: tuple = ()
    get: Any = None
    post: Any = None
    without: int = 403
    gate: Any = None
    data: Any = None
    where: tuple = ("own", "child")


def pk(thing):
    return lambda scene: [getattr(scene, thing).pk]


CORE = [
    Row("set_language", post=PUBLIC),
    Row("link", lambda s: [s.secret], get=PUBLIC, post=PUBLIC),
    Row("demo:welcome", get=NOBODY),
    Row("demo:file", lambda s: ["cong-van-113.txt"], get=NOBODY),
]

DESK_OF_CAMPAIGN = (P.CAMPAIGN_READ,)
DESK_OR_UNIT = (P.CAMPAIGN_READ, P.TASK_READ)
CIRCULAR = (P.CAMPAIGN_MANAGE,)

CAMPAIGNS = [
    Row("campaigns:list", get=ANYONE),
    Row("campaigns:new", get=P.CAMPAIGN_MANAGE, post=P.CAMPAIGN_MANAGE, without=302),
    Row("campaigns:confirm", pk("circular"), CIRCULAR, P.CAMPAIGN_MANAGE, P.CAMPAIGN_MANAGE),
    Row("campaigns:keep-text", pk("circular"), CIRCULAR, None, P.CAMPAIGN_MANAGE),
    Row("campaigns:amend", pk("circular"), CIRCULAR, P.CAMPAIGN_MANAGE, P.CAMPAIGN_MANAGE),
    Row("campaigns:relay", pk("addressed"), DESK_OR_UNIT, None, P.CAMPAIGN_MANAGE),
    Row("campaigns:set-aside", pk("circular"), CIRCULAR, None, P.CAMPAIGN_MANAGE),
    Row("campaigns:original", lambda s: [s.campaign.circular_id], (*CIRCULAR, *DESK_OR_UNIT), ANYONE),
    Row("campaigns:board", pk("campaign"), DESK_OF_CAMPAIGN, P.CAMPAIGN_READ),
    Row("campaigns:board-csv", pk("campaign"), DESK_OF_CAMPAIGN, P.CAMPAIGN_READ),
    Row("campaigns:board-xlsx", pk("campaign"), DESK_OF_CAMPAIGN, P.CAMPAIGN_READ),
    Row("campaigns:board-print", pk("campaign"), DESK_OF_CAMPAIGN, P.CAMPAIGN_READ),
    Row("campaigns:by-hand", pk("campaign"), DESK_OF_CAMPAIGN, P.CAMPAIGN_MANAGE, P.CAMPAIGN_MANAGE),
    Row("campaigns:legal-ground", pk("campaign"), DESK_OF_CAMPAIGN, None, P.CAMPAIGN_MANAGE),
    Row("campaigns:close", pk("campaign"), DESK_OF_CAMPAIGN, None, P.CAMPAIGN_MANAGE),
    Row("campaigns:call-sheet", pk("campaign"), DESK_OF_CAMPAIGN, P.CAMPAIGN_MANAGE),
    Row("campaigns:by-hand-print", pk("campaign"), DESK_OF_CAMPAIGN, None, P.CAMPAIGN_MANAGE),
    Row("campaigns:tick", pk("desk_task"), DESK_OR_UNIT, None, P.CAMPAIGN_MANAGE, data={"done": "1"}),
    Row("campaigns:links-xlsx", pk("campaign"), DESK_OF_CAMPAIGN, None, P.CAMPAIGN_MANAGE),
    Row("campaigns:unit", pk("addressed"), DESK_OR_UNIT, P.CAMPAIGN_READ),
    Row(
        "campaigns:call",
        pk("addressed"),
        DESK_OR_UNIT,
        None,
        P.CAMPAIGN_MANAGE,
        data={"said_by": "Chị Văn thư"},
    ),
    Row("campaigns:answer-help", pk("help"), DESK_OR_UNIT, None, P.CAMPAIGN_MANAGE),
    Row("campaigns:hand-in-file", pk("hand_in"), DESK_OR_UNIT, NOBODY),
    Row(
        "campaigns:own-day",
        lambda s: [s.addressed.pk, s.own_deadline.pk],
        DESK_OR_UNIT,
        None,
        (P.TASK_HAND_IN, P.CAMPAIGN_MANAGE),
    ),
    Row("campaigns:leave", pk("addressed"), DESK_OR_UNIT, None, P.CAMPAIGN_MANAGE),
    Row(
        "campaigns:extend",
        lambda s: [s.form01_task.step_id],
        DESK_OF_CAMPAIGN,
        P.CAMPAIGN_MANAGE,
        P.CAMPAIGN_MANAGE,
    ),
    Row(
        "campaigns:open-period", lambda s: [s.form01_task.step_id], DESK_OF_CAMPAIGN, None, P.CAMPAIGN_MANAGE
    ),
    Row("campaigns:reminders", pk("campaign"), DESK_OF_CAMPAIGN, P.CAMPAIGN_READ, P.CAMPAIGN_MANAGE),
    Row("campaigns:withdraw", pk("campaign"), DESK_OF_CAMPAIGN, P.CAMPAIGN_MANAGE, P.CAMPAIGN_MANAGE),
    Row("campaigns:copy", pk("campaign"), DESK_OF_CAMPAIGN, None, P.CAMPAIGN_MANAGE),
    Row("campaigns:units", pk("campaign"), DESK_OF_CAMPAIGN, P.CAMPAIGN_MANAGE, P.CAMPAIGN_MANAGE),
    Row("campaigns:accept-hand-in", pk("hand_in"), DESK_OR_UNIT, None, P.CAMPAIGN_MANAGE),
    Row("campaigns:hand-in-photo", lambda s: [s.hand_in_photo.pk, "small"], DESK_OR_UNIT, ANYONE),
    Row("campaigns:return-hand-in", pk("hand_in"), DESK_OR_UNIT, None, P.CAMPAIGN_MANAGE),
    Row("campaigns:circular-text", lambda s: [s.campaign.circular_id], (*CIRCULAR, *DESK_OR_UNIT), ANYONE),
    Row("campaigns:guidance", pk("campaign"), DESK_OR_UNIT, ANYONE),
    Row("campaigns:guidance-edit", pk("campaign"), DESK_OF_CAMPAIGN, P.CAMPAIGN_MANAGE, P.CAMPAIGN_MANAGE),
    Row("campaigns:guidance-file", pk("guidance_file"), DESK_OR_UNIT, ANYONE),
    Row("campaigns:remove-guidance-file", pk("guidance_file"), DESK_OF_CAMPAIGN, None, P.CAMPAIGN_MANAGE),
    Row("campaigns:note", pk("campaign"), DESK_OF_CAMPAIGN, P.CAMPAIGN_MANAGE, P.CAMPAIGN_MANAGE),
    Row("campaigns:notice", pk("campaign"), DESK_OR_UNIT, ANYONE),
    Row("campaigns:calendar", get=ANYONE),
    Row("campaigns:calendar-address", post=ANYONE),
    Row("campaigns:calendar-feed", lambda s: [s.feed_secret], get=PUBLIC),
    Row("campaigns:owed", get=ANYONE),
    Row("campaigns:receipts", get=ANYONE),
    Row("campaigns:owed-one", pk("addressed"), DESK_OR_UNIT, ANYONE),
    Row("campaigns:acknowledge", pk("addressed"), DESK_OR_UNIT, None, P.TASK_HAND_IN),
    Row("campaigns:ask-for-help", pk("addressed"), DESK_OR_UNIT, None, P.TASK_HAND_IN),
    Row("campaigns:task", pk("task"), DESK_OR_UNIT, ANYONE, (P.TASK_HAND_IN, P.CAMPAIGN_MANAGE)),
]

FORM = (P.CAMPAIGN_READ,)

FORMS = [
    Row("campaigns:task-blank-xlsx", pk("form_task"), DESK_OR_UNIT, ANYONE),
    Row("campaigns:task-blank-docx", pk("form_task"), DESK_OR_UNIT, ANYONE),
    Row("sheets:forms", get=P.CAMPAIGN_READ),
    Row("sheets:new-form", get=P.CAMPAIGN_MANAGE, post=P.CAMPAIGN_MANAGE),
    Row("sheets:form", pk("form"), FORM, P.CAMPAIGN_READ, P.CAMPAIGN_MANAGE),
    Row("sheets:copy-form", pk("form"), FORM, None, P.CAMPAIGN_MANAGE),
    Row("sheets:blank-xlsx", pk("form"), FORM, P.CAMPAIGN_READ),
    Row("sheets:blank-docx", pk("form"), FORM, P.CAMPAIGN_READ),
]

NOTIFICATIONS = [
    Row("notifications:notices", get=ANYONE),
    Row("notifications:seen", post=ANYONE),
    Row("notifications:demo-mail", get=NOBODY),
]

STORY = (P.STORY_READ,)
STORY_OR_UNIT = (P.STORY_READ, P.STORY_OF_UNIT)

STORIES = [
    Row("stories:mine", get=P.STORY_SUBMIT),
    Row("stories:new", get=P.STORY_SUBMIT, post=P.STORY_SUBMIT),
    Row("stories:offline", get=PUBLIC),
    Row("stories:worker", get=PUBLIC),
    Row("stories:qr", get=(P.STORY_READ, P.STORY_SUBMIT, P.STORY_OF_UNIT)),
    Row("stories:sending", get=P.STORY_SUBMIT),
    Row("stories:uploads", post=P.STORY_SUBMIT),
    Row("stories:upload", lambda s: [s.announced.key]),
    Row("stories:of-unit", get=P.STORY_OF_UNIT),
    Row("stories:story", pk("story"), STORY_OR_UNIT, ANYONE),
    Row("stories:write", pk("story"), get=NOBODY, post=NOBODY),
    Row("stories:discard", pk("story"), post=NOBODY),
    Row("stories:photo", lambda s: [s.photo.pk, "small"], STORY_OR_UNIT, ANYONE),
    Row("stories:clip", pk("clip"), STORY_OR_UNIT, ANYONE),
    Row("stories:still", pk("clip"), STORY_OR_UNIT, ANYONE),
    Row("stories:review-queue", get=P.STORY_READ),
    Row("stories:review", pk("story"), STORY, P.STORY_READ),
    Row("stories:claim", pk("story"), STORY, None, P.STORY_REVIEW),
    Row("stories:release", pk("story"), STORY, None, P.STORY_REVIEW),
    Row("stories:edit", pk("story"), STORY, P.STORY_REVIEW, P.STORY_REVIEW),
    Row("stories:photos", pk("story"), STORY, P.STORY_REVIEW, P.STORY_REVIEW),
    Row("stories:photo-tools", pk("photo"), STORY, P.STORY_REVIEW, P.STORY_REVIEW),
    Row("stories:clip-tools", pk("clip"), STORY, P.STORY_REVIEW, P.STORY_REVIEW),
    Row("stories:photo-original", pk("photo"), STORY, P.STORY_REVIEW),
    Row("stories:rules", get=P.STORY_READ, post=P.UNIT_MANAGE),
    Row("stories:hand-over", pk("story"), STORY, None, P.STORY_REVIEW),
    Row("stories:checklist", pk("story"), STORY, None, P.STORY_REVIEW, data={"item": "names"}),
    Row("stories:note", pk("story"), STORY, None, P.STORY_REVIEW),
    Row("stories:preview", pk("story"), STORY, None, P.STORY_REVIEW, data={"title": "Tin", "text": "Chữ"}),
    Row("stories:compare", pk("story"), STORY, P.STORY_READ),
    Row("stories:return", pk("story"), STORY, None, P.STORY_REVIEW),
    Row("stories:approve", pk("story"), STORY, None, P.STORY_APPROVE),
    Row("stories:take-back", pk("approved"), STORY, None, P.STORY_APPROVE),
]

PORTAL = [
    Row("portal:home", get=PUBLIC),
    Row("portal:feed", get=PUBLIC),
    Row("portal:unit", lambda s: [s.unit.code.lower()], get=PUBLIC),
    Row("portal:unit-feed", lambda s: [s.unit.code.lower()], get=PUBLIC),
    Row("portal:item", lambda s: [s.unit.code.lower(), s.news.pk, s.news.slug], get=PUBLIC),
    Row("portal:short", pk("news"), get=PUBLIC),
    Row("portal:photo", lambda s: [s.news_photo.pk, "large"], get=PUBLIC),
    Row("portal:clip", pk("news_clip"), get=PUBLIC),
    Row("portal:still", pk("news_clip"), get=PUBLIC),
]

POST = (P.POST_READ,)

PUBLISHING = [
    Row("publishing:queue", get=ANYONE),
    Row("publishing:new", get=P.POST_PUBLISH, post=P.POST_PUBLISH),
    Row("publishing:new-from-story", pk("approved"), STORY_OR_UNIT, P.POST_PUBLISH, P.POST_PUBLISH),
    Row("publishing:post", pk("post"), POST, P.POST_READ),
    Row("publishing:attempts", pk("post"), POST, P.POST_READ),
    Row("publishing:correct", pk("post"), POST, P.POST_PUBLISH, P.POST_PUBLISH),
    Row("publishing:take-down", pk("post"), POST, P.POST_PUBLISH, P.POST_PUBLISH),
    Row("publishing:look-now", pk("post"), POST, None, P.POST_READ),
    Row("publishing:ask-figures", pk("post"), POST, None, P.POST_READ),
    Row("publishing:clip", pk("post"), POST, P.POST_READ),
    Row("publishing:sign-in", get=P.PAGE_CONNECT),
    Row("publishing:signed-in", get=P.PAGE_CONNECT),
    Row("publishing:choose", get=P.PAGE_CONNECT, post=P.PAGE_CONNECT),
    Row("publishing:page-check", pk("page"), POST, P.PAGE_CONNECT, P.PAGE_CONNECT),
    Row("publishing:disconnect", pk("page"), POST, None, P.PAGE_CONNECT),
    Row("publishing:hidden", pk("page"), POST, None, P.PAGE_CONNECT),
    Row("publishing:safety", lambda s: [s.unit.pk], POST, P.POST_READ, P.PAGE_CONNECT),
    Row("publishing:edit", pk("post"), POST, None, P.POST_PUBLISH),
    Row("publishing:schedule", pk("post"), POST, None, P.POST_PUBLISH),
    Row("publishing:publish-now", pk("post"), POST, None, P.POST_PUBLISH),
    Row("publishing:by-hand", pk("post"), POST, None, P.POST_PUBLISH),
    Row("publishing:call-off", pk("post"), POST, None, P.POST_PUBLISH),
    Row("publishing:it-is-there", pk("post"), POST, None, P.POST_PUBLISH),
    Row("publishing:publish-again", pk("post"), POST, None, P.POST_PUBLISH),
    Row("publishing:photos-zip", pk("post"), POST, P.POST_READ),
    Row("publishing:photo", lambda s: [s.post.pk, 1], POST, P.POST_READ),
    Row("publishing:remove-photo", lambda s: [s.post.pk, 1], POST, None, P.POST_PUBLISH),
    Row("publishing:pages", get=ANYONE),
    Row("publishing:connect", get=P.PAGE_CONNECT, post=P.PAGE_CONNECT),
    Row("publishing:add-page", get=P.PAGE_CONNECT, post=P.PAGE_CONNECT),
    Row("publishing:reconnect", pk("page"), POST, P.PAGE_CONNECT, P.PAGE_CONNECT),
    Row("publishing:auto-resend", pk("page"), POST, None, P.PAGE_CONNECT),
]

REACHED = {
    "sees": tuple(P),
    "where": ("own", "parent"),
}  # offered down the tree: to whoever stands at it or below

PLANNING = [
    Row("publishing:calendar", get=ANYONE),
    Row("publishing:move", pk("post"), POST, None, P.POST_PUBLISH),
    Row("publishing:plan", get=P.POST_READ, post=P.POST_PUBLISH),
    Row("publishing:offers", get=ANYONE),
    Row("publishing:offer", pk("offer"), get=ANYONE, **REACHED),
    Row("publishing:offer-sheet", pk("offer"), get=ANYONE, **REACHED),
    Row("publishing:offer-photo", lambda s: [s.offer.pk, 1], get=ANYONE, **REACHED),
    Row("publishing:reuse", pk("offer"), post=P.POST_PUBLISH, **REACHED),
    Row("publishing:offer-it", pk("post"), POST, None, P.POST_PUBLISH),
]

OWN_ACCOUNT = [
    Row("accounts:profile", get=ANYONE, post=ANYONE),
    Row("accounts:email", get=ANYONE, post=ANYONE),
    Row("accounts:email-code", get=ANYONE, post=ANYONE),
    Row("accounts:password", get=ANYONE, post=ANYONE),
    Row("accounts:welcome", get=ANYONE),
    Row("account_login", get=PUBLIC, post=PUBLIC),
    Row("account_request_login_code", get=PUBLIC, post=PUBLIC),
    Row("account_confirm_login_code", get=SIGNING_IN, post=SIGNING_IN),
    Row("mfa_authenticate", get=SIGNING_IN, post=SIGNING_IN),
    Row("account_logout", get=PUBLIC, post=PUBLIC),
    Row("account_inactive", get=PUBLIC),
    Row("account_reauthenticate", get=SIGNING_IN, post=SIGNING_IN),
    Row("accounts:again-code", get=SIGNING_IN, post=SIGNING_IN),
    Row("mfa_reauthenticate", get=SIGNING_IN, post=SIGNING_IN),
    Row("mfa_index", get=ANYONE),
    Row("mfa_activate_totp", get=ANYONE, post=ANYONE),
    Row("mfa_deactivate_totp", get=SIGNING_IN, post=SIGNING_IN),
    Row("mfa_view_recovery_codes", get=SIGNING_IN),
    Row("mfa_generate_recovery_codes", get=ANYONE, post=ANYONE),
    Row("usersessions_list", get=ANYONE, post=ANYONE),
]

MANAGES_PEOPLE = P.PERSON_MANAGE

PEOPLE = [
    Row("people:list", get=MANAGES_PEOPLE),
    Row("people:invite", get=MANAGES_PEOPLE, post=MANAGES_PEOPLE),
    Row("people:person", pk("person"), (P.PERSON_MANAGE,), ANYONE, ANYONE, gate=P.PERSON_MANAGE),
    Row("people:contact", pk("person"), (P.PERSON_MANAGE,), ANYONE, ANYONE, gate=P.PERSON_MANAGE),
    Row("people:end", pk("appointment"), (P.PERSON_MANAGE,), None, P.PERSON_MANAGE, gate=P.PERSON_MANAGE),
    Row("people:invitations", get=MANAGES_PEOPLE, post=MANAGES_PEOPLE),
    Row("people:export", post=MANAGES_PEOPLE),
    Row("people:print", post=MANAGES_PEOPLE),
    Row("people:mail", post=MANAGES_PEOPLE),
    Row("people:sent", post=MANAGES_PEOPLE),
]

UNITS = [
    Row("reorganisation:list", get=ANYONE),
    Row("reorganisation:unit", pk("unit"), (P.UNIT_READ,), ANYONE),
    Row("reorganisation:forget-name", pk("learned_name"), (P.UNIT_READ,), None, P.UNIT_MANAGE),
    Row("reorganisation:load", get=P.UNIT_MANAGE, post=P.UNIT_MANAGE),
    Row("reorganisation:confirm", post=P.UNIT_MANAGE),
    Row("reorganisation:template", get=P.UNIT_MANAGE),
]

DESK = [
    Row("desk:home", get=ANYONE),
    Row("desk:audit", get=P.AUDIT_READ),
]

UNIT_OR_DESK = (P.TASK_HAND_IN, P.REGISTER_MANAGE)
IN_REGISTER = (P.REGISTER_READ, P.TASK_HAND_IN)

FORM01 = [
    Row(
        "campaigns:sheet-start", pk("form01_task"), DESK_OR_UNIT, ANYONE, (P.TASK_HAND_IN, P.CAMPAIGN_MANAGE)
    ),
    Row(
        "campaigns:inbox",
        lambda s: [s.form01_task.step_id],
        DESK_OF_CAMPAIGN,
        P.CAMPAIGN_MANAGE,
        P.CAMPAIGN_MANAGE,
    ),
    Row("campaigns:sheet", pk("proposal"), UNIT_OR_DESK, ANYONE),
    Row("campaigns:sheet-read", pk("proposal"), UNIT_OR_DESK, None, ANYONE),
    Row("campaigns:sheet-send-back", pk("proposal"), UNIT_OR_DESK, ANYONE),
    Row("campaigns:sheet-add", pk("proposal"), UNIT_OR_DESK, ANYONE, ANYONE),
    Row("campaigns:sheet-line", lambda s: [s.proposal.pk, 1], UNIT_OR_DESK, ANYONE, ANYONE),
    Row("campaigns:sheet-cell", lambda s: [s.proposal.pk, 1], UNIT_OR_DESK, None, ANYONE),
    Row("campaigns:sheet-leave-out", lambda s: [s.proposal.pk, 1], UNIT_OR_DESK, None, ANYONE),
    Row("campaigns:sheet-merge", pk("proposal"), UNIT_OR_DESK, None, ANYONE),
    Row("campaigns:sheet-undo", pk("proposal"), UNIT_OR_DESK, None, ANYONE),
    Row("campaigns:sheet-letters", pk("proposal"), UNIT_OR_DESK, None, ANYONE),
    Row("campaigns:sheet-unit", pk("proposal"), UNIT_OR_DESK, None, ANYONE),
    Row("campaigns:sheet-discard", pk("proposal"), UNIT_OR_DESK, None, ANYONE),
    Row("campaigns:sheet-confirm", pk("proposal"), UNIT_OR_DESK, None, ANYONE),
    Row("campaigns:sheet-take-back", pk("proposal"), UNIT_OR_DESK, None, ANYONE),
    Row("campaigns:own-page", pk("unit"), (P.UNIT_READ, P.TASK_READ), UNIT_OR_DESK, UNIT_OR_DESK),
    Row("campaigns:collaborator", pk("unit"), (P.UNIT_READ, P.TASK_READ), UNIT_OR_DESK, UNIT_OR_DESK),
    Row("campaigns:consolidated", lambda s: [s.form01_task.step_id], DESK_OF_CAMPAIGN, P.REGISTER_READ),
    Row(
        "campaigns:consolidated-file",
        lambda s: [s.form_task.step_id, "xlsx"],
        DESK_OF_CAMPAIGN,
        P.REGISTER_EXPORT,
    ),
    Row("campaigns:form01-xlsx", pk("campaign"), DESK_OF_CAMPAIGN, P.REGISTER_EXPORT),
    Row("register:list", get=P.REGISTER_READ),
    Row("register:unit", pk("unit"), IN_REGISTER, ANYONE),
    Row("register:duplicates", get=P.REGISTER_MANAGE),
    Row("register:same", pk("alike"), (P.REGISTER_MANAGE,), None, P.REGISTER_MANAGE),
    Row("register:different", pk("alike"), (P.REGISTER_MANAGE,), None, P.REGISTER_MANAGE),
    Row("register:undo-merge", pk("merged_pair"), (P.REGISTER_MANAGE,), None, P.REGISTER_MANAGE),
    Row("register:check-page", pk("named_page"), IN_REGISTER, None, UNIT_OR_DESK),
    Row("register:consent", pk("listed"), IN_REGISTER, None, UNIT_OR_DESK),
]

ROWS = [
    *CORE,
    *CAMPAIGNS,
    *FORMS,
    *NOTIFICATIONS,
    *STORIES,
    *PORTAL,
    *PUBLISHING,
    *PLANNING,
    *OWN_ACCOUNT,
    *PEOPLE,
    *UNITS,
    *DESK,
    *FORM01,
]
