"""Pages of this sub-room."""

from django.urls import path

from . import views

urlpatterns = [
    path("mediation/", views.mediation_list, name="mediation_list"),
    path("mediation/at/<slug:code>/new/", views.mediation_new, name="mediation_new"),
    path("mediation/<int:pk>/", views.mediation, name="mediation"),
    path("mediation/<int:pk>/paper/", views.mediation_paper, name="mediation_paper"),
    path("mediation/<int:pk>/<slug:verb>/", views.mediation_verb, name="mediation_verb"),
]
