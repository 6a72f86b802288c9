"""A big union in a test's database, and how the database would answer a page there."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from nhipcau.core import clock
from nhipcau.publishing.models import Page, Post
from nhipcau.publishing.states import Status as PostStatus
from nhipcau.stories.models import Story, Topic
from tests import factories

MILLION = 1_000_000
#: Rows of these are put in the order of a list; they come out of an index in it.
LISTED = ("stories_story", "publishing_post")
#: These belong to the rows of a page. They are empty here, so PostgreSQL rightly reads them whole; SQLite does not.
BESIDE = ("stories_storyphoto", "stories_storyevent", "publishing_publication")
BIG = (*LISTED, *BESIDE)
YEARS = 3 * 365 * 86_400  # seconds the stories are spread over
FEW_ROWS = 1_000  # what PostgreSQL may sort where it counts on no more
#: Of 200 stories: most are published, few wait.
STATES = "CASE WHEN {n} % 200 = 0 THEN 'submitted' WHEN {n} % 200 = 1 THEN 'claimed' WHEN {n} % 200 < 5 THEN 'returned' WHEN {n} % 200 < 9 THEN 'approved' WHEN {n} % 200 < 14 THEN 'declined' WHEN {n} % 200 < 20 THEN 'draft' ELSE 'published' END"
POST_STATES = "CASE WHEN {n} % 200 = 0 THEN 'scheduled' WHEN {n} % 200 = 1 THEN 'by_hand' WHEN {n} % 200 = 2 THEN 'asked' WHEN {n} % 200 = 3 THEN 'draft' ELSE 'published' END"


def is_sqlite():
    return connection.vendor == "sqlite"


def a_big_union(stories):
    """A city, four wards with a Page each, eight units below each; so many stories, and as many posts."""
    clock.set_to("2026-11-25 09:00")
    city = factories.make_unit("Thành phố", kind=factories.make_kind("city", "Thành phố", 1))
    wards = [factories.make_unit(f"Phường {n}", city) for n in range(4)]
    units = [factories.make_unit(f"Đơn vị {n}-{k}", ward) for n, ward in enumerate(wards) for k in range(8)]
    senders = [factories.make_user(f"Người gửi {unit.pk}", "chair", unit) for unit in units]
    topics = list(Topic.objects.all())
    for unit, sender in zip(units, senders, strict=True):
        _stories(unit, sender, topics, stories // len(units))
    first, several = Story.objects.order_by("pk").values_list("pk", flat=True)[0], stories // len(wards)
    for k, ward in enumerate(wards):
        page = Page.objects.create(unit=ward, name=ward.name, page_id=str(ward.pk))
        _posts(page, senders[0], several, first + k * several)
    return city, wards, units, senders


def _series(count):
    if is_sqlite():
        return f"WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {count})"
    return f"WITH series AS (SELECT n FROM generate_series(1, {count}::bigint) AS n)"


def _back(seconds):
    """A moment so many seconds before the base, in SQL."""
    base = clock.now().strftime("%Y-%m-%d %H:%M:%S")
    if is_sqlite():
        return f"strftime('%Y-%m-%d %H:%M:%S', '{base}', printf('%+d seconds', -({seconds})))"
    return f"TIMESTAMPTZ '{base}+00' - ({seconds}) * INTERVAL '1 second'"


def _copies(model, pattern, count, changed):
    """Rows like `pattern`, with these columns worked out from n; whatever else a row needs comes along."""
    names = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    values = [changed.get(name, f'kept."{name}"') for name in names]
    table, listed = model._meta.db_table, ", ".join(f'"{name}"' for name in names)
    ahead = "" if not is_sqlite() else _series(count)
    inside = "" if is_sqlite() else _series(count)
    with connection.cursor() as cursor:
        cursor.execute(
            f'{ahead} INSERT INTO "{table}" ({listed}) {inside} SELECT {", ".join(values)} FROM series, "{table}" AS kept WHERE kept.id = {pattern.pk}'
        )


def _unique(prefix):
    if is_sqlite():
        return f"printf('{prefix:08x}%024x', n)"
    return f"('{prefix:08x}' || lpad(to_hex(n), 24, '0'))::uuid"


def _stories(unit, sender, topics, count):
    now = clock.now()
    first = Story.objects.create(
        unit=unit, unit_path=unit.path, sender=sender, title="Tin", text="Nội dung", topic=topics[0], status="published", version=1,
        receipt=f"M-{unit.pk}", submitted_at=now, published_at=now, approved_at=now, approved_by=sender, claimed_by=sender, created_at=now,
    )  # fmt: skip
    step = YEARS // count
    ids = " ".join(f"WHEN {n} THEN {topic.pk}" for n, topic in enumerate(topics))
    _copies(Story, first, count, {
        "status": STATES.format(n="n"), "claimed_by_id": "CASE WHEN n % 200 = 1 THEN kept.claimed_by_id END",
        "receipt": f"'M-{unit.pk}-' || n", "submit_key": _unique(unit.pk),
        "topic_id": f"CASE (n / 7) % {len(topics)} {ids} END", "created_at": _back(f"n * {step}"),
        "submitted_at": _back(f"n * {step} - 60"), "published_at": _back(f"n * {step} - 90"), "approved_at": _back(f"n * {step} - 80"),
    })  # fmt: skip


def _posts(page, by, count, first_story):
    now = clock.now()
    first = Post.objects.create(
        page=page, text="Bài", status=PostStatus.PUBLISHED, due_at=now, next_attempt_at=now, published_at=now, created_by=by,
        permalink="https://www.facebook.com/1/posts/1",
    )  # fmt: skip
    # A hundred and thirty posts a month at most, for as many months as it takes.
    step = max(YEARS // count, 20_000)
    _copies(Post, first, count, {
        "status": POST_STATES.format(n="n"), "story_id": f"{first_story} + n - 1", "submit_key": _unique(100_000 + page.pk),
        "due_at": _back(f"n * {step} - 600000"), "next_attempt_at": _back(f"n * {step} - 600000"), "published_at": _back(f"n * {step} - 600000"),
    })  # fmt: skip


def believe(rows, of=MILLION):
    """Statistics of the rows that are there, written as if there were so many: plans follow the statistics."""
    factor = of / rows
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if factor == 1:
            return
        if is_sqlite():
            cursor.execute(
                "SELECT rowid, stat FROM sqlite_stat1 WHERE tbl IN ('stories_story', 'publishing_post')"
            )
            for rowid, stat in cursor.fetchall():
                whole = [
                    str(round(int(x) * factor)) if x.isdigit() and int(x) > 1 else x for x in stat.split()
                ]
                cursor.execute("UPDATE sqlite_stat1 SET stat = %s WHERE rowid = %s", [" ".join(whole), rowid])
            cursor.execute("ANALYZE sqlite_schema")
        else:
            cursor.execute(
                "UPDATE pg_class SET reltuples = reltuples * %s WHERE oid IN (SELECT indexrelid FROM pg_index WHERE indrelid IN "
                "('stories_story'::regclass, 'publishing_post'::regclass)) OR oid IN ('stories_story'::regclass, 'publishing_post'::regclass)",
                [factor],
            )


def questions_of(do):
    """What `do` asks the database about the big tables."""
    with CaptureQueriesContext(connection) as queries:
        do()
    return [
        one["sql"]
        for one in queries
        if one["sql"].startswith("SELECT") and any(f'"{table}"' in one["sql"] for table in BIG)
    ], len(queries)


def faults_of(sql):
    """Where the plan of a question reads a whole big table, or sorts what is listed instead of walking an index."""
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN QUERY PLAN " if is_sqlite() else "EXPLAIN ") + sql)
        lines = [str(row[-1] if is_sqlite() else row[0]) for row in cursor.fetchall()]
    return [line.strip() for line in lines if _is_fault(line, sql)]


def _is_fault(line, sql):
    if is_sqlite():
        for table, alias in re.findall(r'"(\w+)" (U\d+)\b', sql):
            line = re.sub(rf"\b{alias}\b", table, line)
        is_sorted = "TEMP B-TREE" in line and "GROUP BY" not in line
        return bool(re.match(rf"SCAN ({'|'.join(BIG)})\b", line)) or (is_sorted and _lists(sql))
    if re.search(rf"Seq Scan on ({'|'.join(LISTED)})\b", line):
        return True
    rows = re.match(r"\s*(?:->\s*)?(?:Incremental )?Sort\s.*rows=(\d+)", line)
    return rows is not None and int(rows[1]) > FEW_ROWS and _lists(sql)


def _lists(sql):
    """Of the rows that belong to the stories of one page there are a handful; sorting those costs nothing."""
    return any(f'FROM "{table}"' in sql for table in LISTED) and '"story_id" IN (' not in sql
