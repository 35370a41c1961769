from django.urls import path

from .views import making, reading, saying

HEARING = "hearings/<int:pk>/"

urlpatterns = [
    path("hearings/new/", making.hearing_new, name="hearing_new"),
    path("hearings/statements/<int:pk>/<slug:verb>/", saying.statement_verb, name="statement_verb"),
    path(HEARING, reading.hearing, name="hearing"),
    path(f"{HEARING}record/", reading.hearing_record, name="hearing_record"),
    path(f"{HEARING}speak/", saying.hearing_speak, name="hearing_speak"),
    path(f"{HEARING}<slug:verb>/", making.hearing_verb, name="hearing_verb"),  # the last of its kind
    path("places/<slug:code>/hearings/", reading.public_hearings, name="public_hearings"),
]
