"""Pages of this room."""

from django.urls import path

from . import views

urlpatterns = [path("places/<place:code>/picture/", views.place_picture, name="picture")]
