"""Run by the worker's tick; doing it twice does no harm."""

from datetime import timedelta

from django_tasks import task

from nhipcau.core import clock
from nhipcau.media.models import Upload
from nhipcau.stories import actions, likeness
from nhipcau.stories.models import Announced

A_RUN = 20
LEFT_ALONE = timedelta(minutes=2)  # the request that brought the last piece is still at it


@task()
def take_in_arrived() -> None:
    """Photos that came whole, and whose server ended before it had made them part of their story."""
    whole = Upload.objects.whole().filter(touched_at__lt=clock.now() - LEFT_ALONE).values("key")
    for announced in Announced.objects.open().filter(key__in=whole).select_related("story__sender")[:A_RUN]:
        actions.take_in(announced)


@task()
def forget_old_marks() -> None:
    """What near-identical stories are found by, once no new story can be compared with it any more."""
    likeness.forget_old()
