from django.urls import path

from . import views

urlpatterns = [
    path("dashboards/<slug:code>/reports/", views.report_list, name="report_list"),
    path("reports/<int:pk>/progress/", views.report_progress, name="report_progress"),
    path("reports/<int:pk>/<slug:kind>/", views.report_file, name="report_file"),
]
