from django.urls import path

from .views import attendance, minutes, sheets, steps

MEETING = "meetings/<int:pk>/"
ITEM = f"{MEETING}items/<int:item>/"

urlpatterns = [
    path("meetings/<uuid:uid>/here/", attendance.meeting_here, name="meeting_here"),
    path(f"{MEETING}door/", attendance.meeting_door, name="meeting_door"),
    path(f"{MEETING}attendance/", attendance.meeting_attendance, name="meeting_attendance"),
    path(f"{MEETING}sheet/", attendance.meeting_sheet, name="meeting_sheet"),
    path(f"{MEETING}code/", attendance.meeting_code, name="meeting_code"),
    path(f"{MEETING}quorum/", attendance.meeting_quorum, name="meeting_quorum"),
    path(f"{ITEM}minutes/", minutes.minutes_write, name="minutes_write"),
    path(f"{ITEM}revisions/", minutes.minutes_revisions, name="minutes_revisions"),
    path(f"{ITEM}resolution/", minutes.minutes_resolve, name="minutes_resolve"),
    path(f"{MEETING}hold/", steps.meeting_step, {"verb": "hold"}, name="meeting_hold"),
    path(f"{MEETING}minute/", steps.meeting_step, {"verb": "minute"}, name="meeting_minute"),
    path(f"{MEETING}rework/", steps.meeting_step, {"verb": "rework"}, name="meeting_rework"),
    path(f"{MEETING}confirm/", steps.meeting_step, {"verb": "confirm"}, name="meeting_confirm"),
    path(f"{MEETING}object/", steps.meeting_step, {"verb": "object"}, name="meeting_object"),
    path(f"{MEETING}objections/<int:objection>/", steps.objection_settle, name="objection_settle"),
    path(f"{MEETING}correct/", minutes.minutes_correct, name="meeting_correct"),
    path(f"{MEETING}minutes/print/", sheets.minutes_print, name="minutes_print"),
    path(f"{MEETING}minutes/word/", sheets.minutes_word, name="minutes_word"),
    path(f"{MEETING}minutes/<int:number>/print/", sheets.minutes_print, name="minutes_version_print"),
    path(f"{MEETING}minutes/<int:number>/word/", sheets.minutes_word, name="minutes_version_word"),
    path("minutes/check/", sheets.minutes_check, name="minutes_check"),
]
