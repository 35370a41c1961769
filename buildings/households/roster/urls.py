from django.urls import path

from . import views

urlpatterns = [
    path("rosters/", views.roster_list, name="roster_list"),
    path("rosters/at/<slug:code>/", views.roster_send, name="roster_send"),
    path("rosters/<int:pk>/", views.roster_detail, name="roster_detail"),
    path("rosters/<int:pk>/columns/", views.roster_columns, name="roster_columns"),
    path("rosters/<int:pk>/progress/", views.roster_progress, name="roster_progress"),
    path("rosters/<int:pk>/faults/", views.roster_faults, name="roster_faults"),
    path("rosters/<int:pk>/do/<slug:verb>/", views.roster_verb, name="roster_verb"),
]
