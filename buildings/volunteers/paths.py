"""Addresses of the door, the ledger and the thanks."""

from django.urls import URLPattern, path

from .views import books, door, mine, public, thanking

ACTIVITY = "volunteers/activities/<int:pk>/"

PATHS: list[URLPattern] = [
    path(f"{ACTIVITY}here/<slug:code>/", door.activity_here, name="activity_here"),
    path(f"{ACTIVITY}door/", door.activity_door, name="activity_door"),
    path(f"{ACTIVITY}sheet/", door.activity_sheet, name="activity_sheet"),
    path(f"{ACTIVITY}code/", door.activity_code, name="activity_code"),
    path(f"{ACTIVITY}helpers/", door.activity_helpers, name="activity_helpers"),
    path(f"{ACTIVITY}entry/", books.activity_entry, name="activity_entry"),
    path(f"{ACTIVITY}hours/", books.activity_hours, name="activity_hours"),
    path(f"{ACTIVITY}thanks/", public.activity_thanks, name="activity_thanks"),
    path("volunteers/hours/<int:pk>/correct/", books.hours_correct, name="hours_correct"),
    path("volunteers/hours/", public.team_hours, name="team_hours"),
    path("volunteers/teams/<int:pk>/thanks/", public.team_thanks, name="team_thanks"),
    path("volunteers/teams/<int:pk>/thanks/new/", thanking.team_thank, name="team_thank"),
    path("volunteers/thanks/<int:pk>/hide/", thanking.thanks_hide, name="thanks_hide"),
    path("my/hours/", mine.my_hours, name="my_hours"),
    path("my/hours/name/", mine.my_name, name="my_name"),
    path("my/certificates/<slug:number>/", mine.my_certificate, name="my_certificate"),
    path("certificates/check/", public.certificate_check, name="certificate_check"),
]
