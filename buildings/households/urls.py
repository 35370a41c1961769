from django.urls import path

from . import views
from .occupants.urls import urlpatterns as occupants

urlpatterns = [
    path("d/<slug:code>/join/", views.join_household, name="join_household"),
    path("households/join/", views.join_household, name="join_household"),
    path("households/", views.my_households, name="my_households"),
    path("households/<int:pk>/leave/", views.membership_leave, name="membership_leave"),
    path("memberships/", views.verify_memberships, name="verify_memberships"),
    path("memberships/export/", views.membership_export, name="membership_export"),
    path("memberships/<int:pk>/verify/", views.membership_verify, name="membership_verify"),
    path("memberships/<int:pk>/family/", views.membership_family, name="membership_family"),
    path("memberships/<int:pk>/end/", views.membership_end, name="membership_end"),
    *occupants,
]
