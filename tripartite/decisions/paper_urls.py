"""Pages at the doors, at the typing desk, on an owner's screen, and the meter."""

from django.urls import path

from .views import casting, meter, papers, typing

VOTE = "votes/<int:pk>/"

urlpatterns = [
    path(f"{VOTE}meter/", meter.vote_meter, name="vote_meter"),
    path(f"{VOTE}export/<slug:kind>/", meter.vote_export, name="vote_export"),
    path(f"{VOTE}doors/", papers.vote_doors, name="vote_doors"),
    path(f"{VOTE}doors/<slug:code>/", papers.vote_door, name="vote_door"),
    path(f"{VOTE}typing/", typing.vote_typing, name="vote_typing"),
    path(f"{VOTE}typing/<int:number>/", typing.vote_type, name="vote_type"),
    path(f"{VOTE}differing/<int:number>/", typing.vote_settle, name="vote_settle"),
    path(f"{VOTE}cast/", casting.vote_cast, name="vote_cast"),
]
