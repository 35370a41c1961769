"""Pages of this room."""

from django.urls import path

from .views import chains, coverage, organisations, roots, tree

urlpatterns = [
    path("party/", tree.party_home, name="party_home"),
    path("party/<int:pk>/", organisations.party_organisation, name="party_organisation"),
    path("party/<int:pk>/<slug:verb>/", organisations.organisation_verb, name="organisation_verb"),
    path("party/members/<int:pk>/<slug:verb>/", organisations.member_verb, name="party_member_verb"),
    path("party/seats/<int:pk>/vacate/", organisations.seat_vacate, name="party_seat_vacate"),
    path("party/families/<int:pk>/release/", roots.family_release, name="family_release"),
    path("party/kinds/<int:pk>/", chains.kind_change, name="party_kind"),
    path("places/<place:code>/party/", tree.party_tree, name="party_tree"),
    path("places/<place:code>/party/found/", tree.party_found, name="party_found"),
    path("places/<place:code>/party/elections/", tree.party_elections, name="party_elections"),
    path("places/<place:code>/party/chain/", chains.party_chain, name="party_chain"),
    path("places/<place:code>/party/chain/choose/", chains.chain_choose, name="party_chain_choose"),
    path("places/<place:code>/coverage/", coverage.coverage, name="coverage"),
    path("places/<place:code>/coverage/<slug:name>/", coverage.coverage_list, name="coverage_list"),
    path("places/<place:code>/centre/", roots.centre, name="centre"),
    path("places/<place:code>/centre/<slug:verb>/", roots.centre_verb, name="centre_verb"),
]
