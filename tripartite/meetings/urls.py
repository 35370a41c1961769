from django.urls import path

from .views import attendance, drafting, feeds, lists, minutes, paper, reading, sheets, steps, tables, verbs

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
    path("meetings/", lists.meetings, name="meetings"),
    path("meetings/new/", drafting.meeting_new, name="meeting_new"),
    path("meetings/<int:pk>/", reading.meeting, name="meeting"),
    path("meetings/<int:pk>/meeting.ics", feeds.meeting_ics, name="meeting_ics"),
    path("meetings/<int:pk>/notice/", paper.meeting_notice, name="meeting_notice"),
    path("meetings/<int:pk>/invite/", tables.meeting_invite, name="meeting_invite"),
    path("meetings/<int:pk>/agenda/", tables.meeting_agenda, name="meeting_agenda"),
    path("meetings/<int:pk>/take/", tables.meeting_take_proposal, name="meeting_take_proposal"),
    path("meetings/<int:pk>/helpers/", tables.meeting_helpers, name="meeting_helpers"),
    path("meetings/<int:pk>/<slug:verb>/", verbs.meeting_verb, name="meeting_verb"),  # the last of its kind
    path("my/meetings/", lists.my_meetings, name="my_meetings"),
    path("my/calendar/", feeds.my_calendar, name="my_calendar"),
    path("calendar/<slug:secret>.ics", feeds.calendar_feed, name="calendar_feed"),
    path("m/<uuid:uid>/", paper.public_meeting, name="public_meeting"),
    path("m/<uuid:uid>/meeting.ics", feeds.public_ics, name="public_ics"),
    path("places/<slug:code>/rooms/", tables.rooms, name="rooms"),
]
