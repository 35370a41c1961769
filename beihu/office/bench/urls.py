"""The portal's own addresses and the floor."""

from django.urls import include, path

from .floor import floor

urlpatterns = [path("bench/floor/", floor), path("", include("beihu.urls"))]
