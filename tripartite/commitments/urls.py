from django.urls import path

from .views import chain, desk, public, reading, verbs

urlpatterns = [
    path("desk/", desk.desk, name="desk"),  # the name the frame's navigation knows
    path("commitments/", reading.commitment_list, name="commitment_list"),
    path("commitments/new/", verbs.commitment_new, name="commitment_new"),
    path("commitments/export/<slug:kind>/", reading.commitment_export, name="commitment_export"),
    path("commitments/<int:pk>/", reading.commitment, name="commitment"),
    path("commitments/<int:pk>/chain/", chain.commitment_chain, name="commitment_chain"),
    path("commitments/<int:pk>/<slug:verb>/", verbs.commitment_verb, name="commitment_verb"),
    path("evidence/<uuid:key>/<slug:variant>/", public.evidence, name="evidence"),
    path("places/<slug:code>/commitments/", public.public_commitments, name="public_commitments"),
    path("parties/<int:pk>/promises/", public.party_promises, name="party_promises"),
    path("issues/<int:pk>/chain/", chain.issue_chain, name="issue_chain"),
    path("p/<slug:ref>/chain/", chain.public_chain, name="public_chain"),
]
