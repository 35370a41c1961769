"""The capture wall. The worker lies above the pages it opens: its scope is theirs."""

from django.urls import path

from . import views

WALL = "talks/<int:pk>/wall/"

urlpatterns = [
    path("talks/worker.js", views.wall_worker, name="wall_worker"),
    path(WALL, views.talk_wall, name="talk_wall"),
    path(f"{WALL}sync/", views.talk_wall_sync, name="talk_wall_sync"),
    path(f"{WALL}photos/", views.talk_wall_photo, name="talk_wall_photo"),
    path("pictures/<uuid:key>/", views.matter_photo, {"variant": "thumb"}, name="matter_photo"),
    path("pictures/<uuid:key>/large/", views.matter_photo, {"variant": "image"}, name="matter_photo_large"),
    path(f"{WALL}counts/", views.talk_wall_counts, name="talk_wall_counts"),
]
