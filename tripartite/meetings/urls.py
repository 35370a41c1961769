from django.urls import path

from .views import drafting, feeds, lists, paper, reading, tables, verbs

urlpatterns = [
    path("meetings/", lists.meetings, name="meetings"),
    path("meetings/new/", drafting.meeting_new, name="meeting_new"),
    path("meetings/<int:pk>/", reading.meeting, name="meeting"),
    path("meetings/<int:pk>/meeting.ics", feeds.meeting_ics, name="meeting_ics"),
    path("meetings/<int:pk>/notice/", paper.meeting_notice, name="meeting_notice"),
    path("meetings/<int:pk>/invite/", tables.meeting_invite, name="meeting_invite"),
    path("meetings/<int:pk>/agenda/", tables.meeting_agenda, name="meeting_agenda"),
    path("meetings/<int:pk>/helpers/", tables.meeting_helpers, name="meeting_helpers"),
    path("meetings/<int:pk>/<slug:verb>/", verbs.meeting_verb, name="meeting_verb"),  # the last of its kind
    path("my/meetings/", lists.my_meetings, name="my_meetings"),
    path("my/calendar/", feeds.my_calendar, name="my_calendar"),
    path("calendar/<slug:secret>.ics", feeds.calendar_feed, name="calendar_feed"),
    path("m/<uuid:uid>/", paper.public_meeting, name="public_meeting"),
    path("m/<uuid:uid>/meeting.ics", feeds.public_ics, name="public_ics"),
    path("places/<slug:code>/rooms/", tables.rooms, name="rooms"),
]
