from django.urls import include, path

from . import robots, views, voices

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("beihu.office.dashboards.urls")),
    path("", include("beihu.office.opendata.urls")),
    path("voices/", voices.voices, name="voices"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("robots/", robots.robots, name="robots"),
    path("robots/<int:pk>/close/", robots.robot_close, name="robot_close"),
    path("privacy/", views.privacy, name="privacy"),
    path("", include("beihu.office.hotspots.urls")),
]
