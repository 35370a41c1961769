from django.urls import include, path

from .views import amending, lists, preparing, reading, results, roll, wizard

VOTE = "votes/<int:pk>/"

urlpatterns = [
    path("votes/", lists.vote_list, name="vote_list"),
    path("votes/new/", preparing.vote_new, name="vote_new"),
    path("votes/who-decides/", wizard.matter_wizard, name="matter_wizard"),
    path("votes/check/", results.vote_check, name="vote_check"),
    path("votes/amendments/<int:pk>/", amending.amendment, name="amendment"),
    path(VOTE, reading.vote, name="vote"),
    path(f"{VOTE}notice/", reading.vote_notice, name="vote_notice"),
    path(f"{VOTE}roll/", roll.vote_roll, name="vote_roll"),
    path(f"{VOTE}print/", roll.vote_print, name="vote_print"),
    path(f"{VOTE}result/", results.vote_result, name="vote_result"),
    path(f"{VOTE}result/<int:number>/sheet/", results.vote_sheet, name="vote_sheet"),
    path(f"{VOTE}amend/", amending.vote_amend, name="vote_amend"),
    path("", include("tripartite.decisions.paper_urls")),
    path("", include("tripartite.decisions.hearings.urls")),
    path(f"{VOTE}<slug:verb>/", preparing.vote_verb, name="vote_verb"),  # the last of its kind
    path("places/<slug:code>/votes/", lists.public_votes, name="public_votes"),
]
