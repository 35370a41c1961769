"""What the bench compares with: one task for each recipient, which writes one row."""

from celery import shared_task

from beihu.notifications.models import Notification


@shared_task(name="bench.write_one")
def write_one(recipient: int, key: str) -> None:
    Notification.objects.create(recipient_id=recipient, key=key, title="Residents' meeting", url="/")
