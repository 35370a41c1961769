"""Pages of this sub-room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
