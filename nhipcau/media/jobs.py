"""Run by the worker's tick; doing it twice does no harm."""

from django_tasks import task

from nhipcau.media import uploads


@task()
def forget_old_uploads() -> None:
    """Files that stopped half-way are kept for a week."""
    uploads.forget_old()
