"""Pages of this room."""

from django.urls import path

from .views import editing, feeds, public, subscribing, verbs

urlpatterns = [
    path("bulletins/", public.bulletins, name="bulletins"),
    path("bulletins/letters/<uuid:token>/", subscribing.bulletin_unsubscribe, name="bulletin_unsubscribe"),
    path("bulletins/letters/<uuid:token>/confirm/", subscribing.bulletin_confirm, name="bulletin_confirm"),
    path("bulletins/<int:pk>/", public.bulletin, name="bulletin"),
    path("bulletins/<int:pk>/print/", public.bulletin_print, name="bulletin_print"),
    path("bulletins/<int:pk>/versions/<int:version>/", public.bulletin_version, name="bulletin_version"),
    path("bulletins/<int:pk>/edit/", editing.bulletin_edit, name="bulletin_edit"),
    path("bulletins/<int:pk>/preview/", editing.bulletin_preview, name="bulletin_preview"),
    path("bulletins/<int:pk>/<slug:verb>/", verbs.bulletin_verb, name="bulletin_verb"),
    path("places/<slug:code>/bulletins/", public.bulletin_archive, name="bulletin_archive"),
    path("places/<slug:code>/bulletins/feed/", feeds.bulletin_feed, name="bulletin_feed"),
    path(
        "places/<slug:code>/bulletins/subscribe/", subscribing.bulletin_subscribe, name="bulletin_subscribe"
    ),
]
