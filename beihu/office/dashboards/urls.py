from django.urls import path

from . import views

HERE = "dashboards/<slug:code>/"

urlpatterns = [
    path("dashboards/", views.dashboards, name="dashboards"),
    path(HERE, views.dashboard, name="dashboard"),
    path(f"{HERE}wall/", views.dashboard_wall, name="dashboard_wall"),
    path(f"{HERE}report/", views.dashboard_report, name="dashboard_report"),
    path(f"{HERE}pictures/", views.dashboard_pictures, name="dashboard_pictures"),
    path(f"{HERE}compare/", views.dashboard_compare, name="dashboard_compare"),
    path(f"{HERE}corrections/", views.dashboard_corrections, name="dashboard_corrections"),
    path(f"{HERE}cases/<slug:key>/", views.dashboard_cases, name="dashboard_cases"),
    path(f"{HERE}cases/<slug:key>/<slug:kind>/", views.dashboard_cases_export, name="dashboard_cases_export"),
]
