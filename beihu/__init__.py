"""The ground floor and the frame of the house.

Rooms: accounts (who signs in), audit (who did and who looked), notifications (what must be told),
embedded (the servers that `manage.py up` starts). `office` above is an app of its own, the top floor.
"""

from .celery import app as celery_app  # so that every Django process can hand tasks to the broker

__all__ = ["celery_app"]
