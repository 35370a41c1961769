"""Pages of this room."""

from django.urls import path

from .views import duties, entries, groups, putting

urlpatterns = [
    path("care/", entries.care_list, name="care_list"),
    path("care/new/", putting.care_new, name="care_new"),
    path("care/new/<int:household>/", putting.care_put_on, name="care_put_on"),
    path("care/about-me/", entries.care_about_me, name="care_about_me"),
    path("care/<int:pk>/", entries.care_entry, name="care_entry"),
    path("care/<int:pk>/<slug:verb>/", entries.care_verb, name="care_verb"),
    path("duties/", duties.duty_list, name="duty_list"),
    path("duties/mine/", duties.my_duties, name="my_duties"),
    path("duties/at/<slug:code>/", duties.duty_set, name="duty_set"),
    path("duties/at/<slug:code>/usual/", duties.duty_usual, name="duty_usual"),
    path("duties/set/<uuid:key>/end/", duties.duty_end, name="duty_end"),
    path("duties/<int:pk>/<slug:verb>/", duties.duty_verb, name="duty_verb"),
    path("group-meetings/", groups.group_meetings, name="group_meetings"),
    path("group-meetings/of/<int:pk>/new/", groups.group_meeting_new, name="group_meeting_new"),
]
