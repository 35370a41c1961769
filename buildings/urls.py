"""Pages of this wing, room by room."""

from django.urls import include, path

ROOMS = (
    "places",
    "posts",
    "households",
    "households.roster",
    "picture",
    "party",
    "joint",
    "care",
    "volunteers",
)
urlpatterns = [path("", include(f"buildings.{room}.urls")) for room in ROOMS]
