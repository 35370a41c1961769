"""Pages of this wing, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include(f"forums.{room}.urls"))
    for room in ("talks", "ideas", "questionnaires", "evaluations", "bulletins")
]
