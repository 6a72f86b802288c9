"""At which stage of reminding a task is on a day. Nobody is reminded at night, on Sundays or on days of rest."""

from datetime import date, datetime, timedelta

from nhipcau.campaigns.models import Reminder
from nhipcau.core import clock
from nhipcau.core.workdays import calendar

Stage = Reminder.Stage
BEFORE = ((Stage.WEEK, -7), (Stage.SOON, -3))  # none on the last day itself
AFTER = ((Stage.LATE, 1), (Stage.LATER, 8), (Stage.ABOVE, 15))
TO_ABOVE = {Stage.LATER, Stage.ABOVE}  # only in a campaign that tells the level above
FORGET_AFTER = timedelta(
    days=45
)  # later than that nobody is reminded any more; the board still shows who is late
LOOK_AHEAD = timedelta(
    days=14
)  # a stage before the last day may move to an earlier day, over Tết by more than a week
MORNING, EVENING = 7, 20  # the hours between which people are written to
SUNDAY = 6
ONE = timedelta(days=1)


def is_day_to_write(day: date) -> bool:
    """Saturdays are; Sundays and days of rest are kept."""
    return day.weekday() != SUNDAY and day not in calendar().off


def is_time_to_write(moment: datetime) -> bool:
    """Between seven and twenty o'clock on a day that is not kept."""
    local = clock.local(moment)
    return MORNING <= local.hour < EVENING and is_day_to_write(local.date())


def sent_on(stage: str, due_on: date) -> date:
    """The day on which a stage is sent: what comes before the last day moves to an earlier day, what comes after to a later."""
    before = dict(BEFORE)
    day = due_on + timedelta(days=before[Stage(stage)] if stage in before else dict(AFTER)[Stage(stage)])
    step = -ONE if stage in before else ONE
    while not is_day_to_write(day):
        day += step
    return day


def stage_on(day: date, due_on: date, sent_out_on: date, *, escalates: bool = False) -> str | None:
    """The stage a task is at; one whose day was over when the campaign went out is passed over."""
    if day > due_on + FORGET_AFTER or day == due_on:
        return None
    found = None
    for stage, _days in BEFORE if day < due_on else AFTER:
        at = sent_on(stage, due_on)
        if at <= day and at > sent_out_on and (escalates or stage not in TO_ABOVE):
            found = stage
    return found


def next_stage(
    day: date, due_on: date, sent_out_on: date, told: set[str], *, escalates: bool = False
) -> tuple[str, date] | None:
    """What would be sent next, today or later, and when."""
    now = stage_on(day, due_on, sent_out_on, escalates=escalates)
    if now is not None and now not in told:
        return now, day
    for stage, _days in (*BEFORE, *AFTER):
        at = sent_on(stage, due_on)
        if at > day and at > sent_out_on and stage not in told and (escalates or stage not in TO_ABOVE):
            return stage, at
    return None
