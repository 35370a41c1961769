"""Pages of this sub-room."""

from django.urls import path

from .views import public, staff

urlpatterns = [
    path("repairs/", staff.repair_list, name="repair_list"),
    path("repairs/export/<slug:kind>/", staff.repair_export, name="repair_export"),
    path("repairs/at/<slug:code>/new/", staff.repair_new, name="repair_new"),
    path("repairs/at/<slug:code>/limits/", staff.repair_limits, name="repair_limits"),
    path("repairs/photos/<uuid:key>/<slug:variant>/", public.repair_photo, name="repair_photo"),
    path("repairs/quotes/<uuid:key>/", staff.repair_quote, name="repair_quote"),
    path("repairs/<int:pk>/", staff.repair, name="repair"),
    path("repairs/<int:pk>/<slug:verb>/", staff.repair_verb, name="repair_verb"),
    path("places/<slug:code>/repairs/", public.public_repairs, name="public_repairs"),
]
