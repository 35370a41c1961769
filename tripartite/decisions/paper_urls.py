"""Pages at the doors, at the typing desk and on an owner's screen."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
