from django.urls import path

from .views import keeping, reading, taking

urlpatterns = [
    path("places/<place:code>/households/", reading.place_households, name="place_households"),
    path("places/<place:code>/households/add/", keeping.household_open, name="household_open"),
    path("places/<place:code>/households/export/", taking.roster_export, name="roster_export"),
    path("households/<int:pk>/", reading.household_detail, name="household_detail"),
    path("households/<int:pk>/move-in/", keeping.occupant_move_in, name="occupant_move_in"),
    path("households/<int:pk>/move-out/", keeping.occupant_move_out, name="occupant_move_out"),
    path("households/<int:pk>/correct/", keeping.household_correct, name="household_correct"),
    path("occupants/<int:pk>/change/", keeping.occupant_change, name="occupant_change"),
    path("occupants/<int:pk>/correct/", keeping.occupant_correct, name="occupant_correct"),
    path("occupants/<int:pk>/erase/", keeping.occupant_erase, name="occupant_erase"),
]
