"""Pages of this room."""

from django.urls import path

from .views import drawn, making, public, verbs

urlpatterns = [
    path("evaluations/", public.evaluation_list, name="evaluation_list"),
    path("evaluations/new/", making.evaluation_new, name="evaluation_new"),
    path("evaluations/at/<slug:code>/", public.public_evaluations, name="public_evaluations"),
    path("evaluations/<int:pk>/", public.evaluation, name="evaluation"),
    path("evaluations/<int:pk>/sheet/", public.evaluation_sheet, name="evaluation_sheet"),
    path("evaluations/<int:pk>/drawn/", drawn.evaluation_drawn, name="evaluation_drawn"),
    path("evaluations/<int:pk>/drawn/<slug:kind>/", drawn.drawn_export, name="drawn_export"),
    path("evaluations/<int:pk>/<slug:verb>/", verbs.evaluation_verb, name="evaluation_verb"),
]
