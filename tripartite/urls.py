"""Pages of this wing, room by room."""

from django.urls import include, path

# Commitments first: the chain of an issue lies under /issues/<pk>/, where the issues' own verbs take every word.
ROOMS = [
    "commitments",
    "fees",
    "parties",
    "issues",
    "meetings",
]
urlpatterns = [path("", include(f"tripartite.{room}.urls")) for room in ROOMS]
