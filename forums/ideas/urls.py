"""Pages of this room."""

from django.urls import path

from .views import posting, public, staff, verbs

urlpatterns = [
    path("ideas/", staff.idea_list, name="idea_list"),
    path("ideas/new/", posting.idea_new, name="idea_new"),
    path("ideas/mine/", posting.my_ideas, name="my_ideas"),
    path("ideas/reports/", staff.idea_reports, name="idea_reports"),
    path("ideas/export/<slug:kind>/", staff.idea_export, name="idea_export"),
    path("ideas/<int:pk>/", public.idea, name="idea"),
    path("ideas/<int:pk>/support/", verbs.idea_support, name="idea_support"),
    path("ideas/<int:pk>/arguments/<int:argument>/<slug:verb>/", verbs.argument_verb, name="argument_verb"),
    path("ideas/<int:pk>/<slug:verb>/", verbs.idea_verb, name="idea_verb"),
    path("places/<slug:code>/ideas/", public.public_ideas, name="public_ideas"),
]
