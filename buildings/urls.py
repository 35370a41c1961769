"""Pages of this wing, room by room."""

from django.urls import include, path

urlpatterns = [path("", include(f"buildings.{room}.urls")) for room in ("places", "posts", "households")]
