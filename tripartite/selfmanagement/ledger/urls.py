"""Pages of this sub-room."""

from django.urls import path

from .views import keeping, public, reading

BOOK = "ledger/books/<int:pk>/"
MONTH = "ledger/months/<int:pk>/"

urlpatterns = [
    path("ledger/", reading.ledger_books, name="ledger_books"),
    path("ledger/check/", public.ledger_check, name="ledger_check"),
    path("ledger/open/<int:pk>/", keeping.ledger_open, name="ledger_open"),
    path(BOOK, reading.ledger_book, name="ledger_book"),
    path(f"{BOOK}enter/", keeping.ledger_enter, name="ledger_enter"),
    path(f"{BOOK}transfer/", keeping.ledger_transfer, name="ledger_transfer"),
    path(f"{BOOK}close/", keeping.ledger_close, name="ledger_close"),
    path(f"{BOOK}export/<slug:kind>/", reading.ledger_export, name="ledger_export"),
    path("ledger/entries/<int:pk>/", reading.ledger_entry, name="ledger_entry"),
    path("ledger/entries/<int:pk>/document/", reading.ledger_document, name="ledger_document"),
    path("ledger/entries/<int:pk>/reverse/", keeping.ledger_reverse, name="ledger_reverse"),
    path("ledger/closings/<int:pk>/", keeping.ledger_closing, name="ledger_closing"),
    path("ledger/closings/<int:pk>/<slug:verb>/", keeping.ledger_decide, name="ledger_decide"),
    path(MONTH, public.ledger_month, name="ledger_month"),
    path(f"{MONTH}notice/", public.ledger_notice, name="ledger_notice"),
    path(f"{MONTH}post/", keeping.ledger_post, name="ledger_post"),
    path(f"{MONTH}prove/", keeping.ledger_prove, name="ledger_prove"),
    path("ledger/proofs/<int:pk>/<slug:variant>/", reading.ledger_proof, name="ledger_proof"),
    path("ledger/<slug:code>/", public.ledger, name="ledger"),
]
