from django.urls import path

from .views import desk, public, verbs

urlpatterns = [
    path("parties/<int:pk>/", public.party, name="party"),
    path("companies/<int:pk>/", public.company, name="company"),
    path("parties/at/<slug:code>/", desk.desk, name="parties_at"),
    path("parties/at/<slug:code>/rules/", public.rules, name="party_rules"),
    path("parties/at/<slug:code>/export/<slug:what>/<slug:kind>/", desk.export, name="party_export"),
    path("parties/at/<slug:code>/<slug:name>/", verbs.verb, {"kind": "place"}, name="place_verb"),
    path("parties/contract/<int:pk>/", desk.handover, name="handover"),
    path("parties/contract/<int:pk>/<slug:name>/", verbs.verb, {"kind": "contract"}, name="contract_verb"),
    path("parties/term/<int:pk>/<slug:name>/", verbs.verb, {"kind": "term"}, name="term_verb"),
    path("parties/member/<int:pk>/<slug:name>/", verbs.verb, {"kind": "member"}, name="member_verb"),
    path("parties/item/<int:pk>/<slug:name>/", verbs.verb, {"kind": "item"}, name="item_verb"),
    path("parties/across/<int:pk>/<slug:name>/", verbs.verb, {"kind": "across"}, name="across_verb"),
    path("parties/<int:pk>/<slug:name>/", verbs.verb, {"kind": "party"}, name="party_verb"),
]
