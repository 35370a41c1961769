"""Pages of this sub-room."""

from django.urls import path

from .views import public, staff

urlpatterns = [
    path("places/<slug:code>/hands/", public.public_hands, name="public_hands"),
    path("places/<slug:code>/plan/", public.hand_plan, name="hand_plan"),
    path("hands/at/<slug:code>/", staff.hand_list, name="hand_list"),
    path("hands/at/<slug:code>/new/", staff.hand_new, name="hand_new"),
    path("hands/at/<slug:code>/pay/<slug:kind>/", staff.hand_export, name="hand_export"),
    path("hands/<int:pk>/", staff.hand, name="hand"),
    path("hands/<int:pk>/contract/", staff.hand_contract, name="hand_contract"),
    path("hands/<int:pk>/rate/", public.hand_rate, name="hand_rate"),
    path("hands/<int:pk>/<slug:verb>/", staff.hand_verb, name="hand_verb"),
]
