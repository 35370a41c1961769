"""Pages of this room."""

from django.urls import URLPattern

from .paths import PATHS

urlpatterns: list[URLPattern] = [*PATHS]
