"""Pages of this room."""

from django.urls import path

from . import views

urlpatterns = [
    path("dashboards/<slug:code>/hotspots/", views.hotspots, name="hotspots"),
    path("hotspots/<int:pk>/table/", views.hotspot_table, name="hotspot_table"),
]
