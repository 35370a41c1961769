"""The doors of the capture wall: whoever keeps the minutes there, and nobody else."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from forums.talks.models import MatterPhoto
from tests.doors.table import Door
from tests.doors.world import World

NO_UUID = "00000000-0000-0000-0000-000000000000"


def at(world: World) -> list[Any]:
    """Held, and its lines can still be added to."""
    return [world.here.held_talk.pk]


def picture(world: World) -> list[Any]:
    found = MatterPhoto.objects.filter(matter=world.here.matter).first()
    if found is None:
        name = default_storage.save("talks/door.jpg", ContentFile(b"nobody decodes it"))
        facts = {"image": name, "thumb": name, "width": 20, "height": 10}
        found = MatterPhoto.objects.create(matter=world.here.matter, **facts)
    return [found.key]


# fmt: off
DOORS = [
    Door("wall_worker", get="all 200", post="all 405"),
    Door("talk_wall", at=at, gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      404     404     200/404 200",
        post="in      404      404     200/404 200/404 404      404     404     200/404 200"),
    Door("talk_wall_sync", at=at, gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      404     404     200/404 200",
        post="in      404      404     400/404 400/404 404      404     404     400/404 400"),
    Door("talk_wall_photo", at=at, gone=[0], get="405",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        post="in      404      404     409/404 409/404 404      404     404     409/404 409"),
    Door("talk_wall_counts", at=at, gone=[0], get="405",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        post="in      404      404     302/404 302/404 404      404     404     302/404 302"),
    Door("matter_photo", at=picture, gone=[NO_UUID],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      404     404     200/404 200",
        post="405"),
    Door("matter_photo_large", at=picture, gone=[NO_UUID],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      404     404     200/404 200",
        post="405"),
]
# fmt: on
