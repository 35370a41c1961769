"""Notices, undelivered messages, the development outbox."""

from django.urls import path

from . import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("notices/<int:pk>/read/", views.notice_read, name="notice_read"),
    path("deliveries/failed/", views.failed_deliveries, name="failed_deliveries"),
    path("deliveries/<uuid:pk>/reached/", views.delivery_reached, name="delivery_reached"),
    path("deliveries/<uuid:pk>/reveal/", views.delivery_reveal, name="delivery_reveal"),
    path("dev/outbox", views.dev_outbox, name="dev_outbox"),
]
