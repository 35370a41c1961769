"""Pages of this room."""

from django.urls import path

from .paths import PATHS
from .views import activities, teams, verbs

urlpatterns = [
    *PATHS,  # before the verbs, which take any name
    path("volunteers/mine/", activities.my_activities, name="my_activities"),
    path("volunteers/teams/<int:pk>/", teams.volunteer_team, name="volunteer_team"),
    path("volunteers/teams/<int:pk>/roster/", teams.team_roster, name="team_roster"),
    path("volunteers/teams/<int:pk>/<slug:verb>/", verbs.team_verb, name="team_verb"),
    path("volunteers/members/<int:pk>/<slug:verb>/", verbs.member_verb, name="team_member_verb"),
    path("volunteers/activities/<int:pk>/", activities.activity, name="activity"),
    path("volunteers/activities/<int:pk>/<slug:verb>/", verbs.activity_verb, name="activity_verb"),
    path("volunteers/sign-ups/<int:pk>/<slug:verb>/", verbs.sign_up_verb, name="sign_up_verb"),
    path("places/<slug:code>/teams/", teams.place_teams, name="place_teams"),
    path("places/<slug:code>/teams/new/", teams.team_found, name="team_found"),
    path("places/<slug:code>/activities/", activities.place_activities, name="place_activities"),
]
