"""Pages of parking. The gate's worker lies above the pages it opens: its scope is theirs."""

from django.urls import path

from .views import desk, gate, log, mine, permits, public

urlpatterns = [
    path("parking/", desk.parking_lots, name="parking_lots"),
    path("parking/<slug:code>/", public.parking, name="parking"),
    path("parking/<slug:code>/settings/", desk.parking_settings, name="parking_settings"),
    path("parking/<slug:code>/decision/", desk.parking_decision, name="parking_decision"),
    path("parking/<slug:code>/charging/<slug:verb>/", desk.parking_charging, name="parking_charging"),
    path("parking/<slug:code>/spaces/", desk.parking_spaces, name="parking_spaces"),
    path("parking/<slug:code>/spaces/<int:pk>/close/", desk.parking_space_close, name="parking_space_close"),
    path("parking/<slug:code>/permits/", permits.parking_permits, name="parking_permits"),
    path("parking/<slug:code>/permits/new/", permits.parking_permit_new, name="parking_permit_new"),
    path("parking/<slug:code>/permits/export/<slug:kind>/", permits.parking_permits_export, name="parking_permits_export"),
    path("parking/<slug:code>/dues/<slug:month>/", desk.parking_dues, name="parking_dues"),
    path("parking/<slug:code>/dues/<slug:month>/export/<slug:kind>/", desk.parking_dues_export, name="parking_dues_export"),
    path("parking-permits/<int:pk>/", permits.parking_permit, name="parking_permit"),
    path("parking-permits/<int:pk>/<slug:verb>/", permits.parking_permit_verb, name="parking_permit_verb"),
    path("parking/<slug:code>/visits/<slug:day>/", log.parking_visits, name="parking_visits"),
    path("parking/<slug:code>/visits/export/<slug:kind>/", log.parking_visits_export, name="parking_visits_export"),
    path("parking-dues/<int:pk>/take/", desk.parking_due_take, name="parking_due_take"),
    path("parking-dues/<int:pk>/take-back/", desk.parking_due_take_back, name="parking_due_take_back"),
    path("my/parking/", mine.my_parking, name="my_parking"),
    path("my/parking/<slug:code>/ask/", mine.my_parking_ask, name="my_parking_ask"),
    path("my/parking/<slug:code>/visitor/", mine.my_parking_visitor, name="my_parking_visitor"),
    path("gate/", gate.gates, name="gates"),
    path("gate/worker.js", gate.gate_worker, name="gate_worker"),
    path("gate/<slug:code>/", gate.gate, name="gate"),
    path("gate/<slug:code>/list/", gate.gate_list, name="gate_list"),
    path("gate/<slug:code>/sync/", gate.gate_sync, name="gate_sync"),
    path("gate/<slug:code>/inside/", gate.gate_inside, name="gate_inside"),
]  # fmt: skip
