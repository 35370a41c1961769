"""Pages of this room."""

from django.urls import include, path

from .views import announcing, paper, reading, series, settling, signing

TALK = "talks/<int:pk>/"
MATTER = f"{TALK}matters/<int:number>/"

urlpatterns = [
    path("", include("forums.talks.wall.urls")),
    path("talks/", reading.talks, name="talks"),
    path("talks/new/", announcing.talk_new, name="talk_new"),
    path("talks/matters/", settling.open_matters, name="open_matters"),
    path("talks/series/<int:pk>/", series.talk_series, name="talk_series"),
    path("talks/series/<int:pk>/end/", series.talk_series_end, name="talk_series_end"),
    path(TALK, reading.talk, name="talk"),
    path(f"{TALK}change/", announcing.talk_change, name="talk_change"),
    path(f"{TALK}poster/", paper.talk_poster, name="talk_poster"),
    path(f"{TALK}sign-up/", signing.talk_sign_up, name="talk_sign_up"),
    path(f"{TALK}card/", reading.talk_card, name="talk_card"),
    path(f"{TALK}card/poster/", paper.talk_card_poster, name="talk_card_poster"),
    path(f"{TALK}card/send/", settling.talk_send_card, name="talk_send_card"),
    path(f"{TALK}read-out/", settling.talk_read_out, name="talk_read_out"),
    path(f"{TALK}matters/", settling.talk_matters, name="talk_matters"),
    path(MATTER, reading.matter, name="matter"),
    path(f"{MATTER}<slug:verb>/", settling.matter_verb, name="matter_verb"),
]
