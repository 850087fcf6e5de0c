"""Work that comes round."""

from celery import shared_task

from portal.ops import services


@shared_task
def clear_sessions() -> None:
    """Delete the sessions that have expired."""
    services.clear_sessions()
