"""Pages of this room."""

from django.urls import path

from .views import public, staff

urlpatterns = [
    path("joint/", staff.joint_list, name="joint_list"),
    path("joint/at/<slug:code>/", staff.joint_found, name="joint_found"),
    path("joint/<int:pk>/", staff.joint_committee, name="joint_committee"),
    path("joint/<int:pk>/dissolve/", staff.joint_dissolve, name="joint_dissolve"),
    path("joint/<int:pk>/members/new/", staff.joint_seat, name="joint_seat"),
    path("joint/<int:pk>/pledges/new/", staff.pledge_new, name="pledge_new"),
    path("joint/seats/<int:pk>/release/", staff.joint_release, name="joint_release"),
    path("pledges/<int:pk>/", public.pledge, name="pledge"),
    path("pledges/<int:pk>/<slug:verb>/", staff.pledge_verb, name="pledge_verb"),
    path("places/<slug:code>/pledges/", public.public_pledges, name="public_pledges"),
]
