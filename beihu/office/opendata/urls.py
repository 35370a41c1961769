from django.urls import path

from . import views

urlpatterns = [
    path("open/", views.open_data, name="open_data"),
    path("open/v2/discovery.json", views.open_discovery, name="open_discovery"),
    path("open/v2/services.json", views.open_services, name="open_services"),
    path("open/v2/requests.json", views.open_requests, name="open_requests"),
    path("open/v2/requests/<slug:ref>.json", views.open_request, name="open_request"),
    path("open/v2/<slug:ref>.xml", views.open_xml, name="open_xml"),
    path("open/v2/requests/<slug:ref>.xml", views.open_xml, name="open_request_xml"),
    path("open/issues.json", views.open_requests, name="open_issues_json"),
    path("open/issues.csv", views.open_issues_csv, name="open_issues_csv"),
    path("open/figures.json", views.open_figures_json, name="open_figures_json"),
    path("open/figures.csv", views.open_figures_csv, name="open_figures_csv"),
]
