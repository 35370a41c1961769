from django.urls import path

from . import views

urlpatterns = [
    path("audit/", views.audit_log, name="audit_log"),
    path("audit/export/", views.audit_export, name="audit_export"),
    path("reveal/<slug:kind>/<str:pk>/<slug:field>/", views.reveal, name="reveal"),
]
