"""Pages of this wing, room by room."""

from django.urls import include, path

# Commitments first: the chain of an issue lies under /issues/<pk>/, where the issues' own verbs take every word.
ROOMS = [
    "decisions",
    "commitments",
    "fees",
    "parties",
    "issues",
    "meetings",
    "selfmanagement",
    "selfmanagement.hands",
    "selfmanagement.repairs",
    "selfmanagement.mediation",
]
urlpatterns = [path("", include(f"tripartite.{room}.urls")) for room in ROOMS]
