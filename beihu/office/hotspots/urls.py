"""Pages of this room."""

from django.urls import path

from . import views

urlpatterns = [
    path("dashboards/<slug:code>/hotspots/", views.hotspots, name="hotspots"),
    path("dashboards/<slug:code>/hotspots/<slug:kind>/", views.hotspot_export, name="hotspot_export"),
    path("hotspots/<int:pk>/table/", views.hotspot_table, name="hotspot_table"),
]
