from django.urls import path

from .views import desk, filing, inbox, many, photos, public, reading, verbs

urlpatterns = [
    path("file/", filing.issue_new, name="file_issue"),  # the name the frame's navigation knows
    path("file/", filing.issue_new, name="issue_new"),
    path("file/<uuid:key>/sent/", filing.issue_sent, name="issue_sent"),
    path("file/<uuid:key>/discard/", filing.issue_discard, name="issue_discard"),
    path("file/<uuid:key>/<slug:step>/", filing.issue_step, name="issue_step"),
    path("my/issues/", reading.my_issues, name="my_issues"),
    path("issues/", inbox.issue_list, name="inbox"),  # the names the frame's navigation knows
    path("issues/", inbox.issue_list, name="issue_list"),
    path("issues/new/", desk.issue_new_for, name="file_issue_for"),
    path("issues/new/", desk.issue_new_for, name="issue_new_for"),
    path("issues/assign/", many.issue_assign_many, name="issue_assign_many"),
    path("issues/export/<slug:kind>/", inbox.issue_export, name="issue_export"),
    path("issues/filters/", inbox.filter_save, name="filter_save"),
    path("issues/filters/<int:pk>/remove/", inbox.filter_remove, name="filter_remove"),
    path("issues/<int:pk>/", reading.issue, name="issue"),
    path("issues/<int:pk>/print/", reading.issue_print, name="issue_print"),
    path("issues/<int:pk>/photos/<uuid:key>/", photos.photo_black_out, name="photo_black_out"),
    path("issues/<int:pk>/<slug:verb>/", verbs.issue_verb, name="issue_verb"),
    path("places/<slug:code>/issues/", public.public_issues, name="public_issues"),
    path("p/<slug:ref>/", public.public_issue, name="public_issue"),
    path("p/<slug:ref>/follow/", public.issue_follow, name="issue_follow"),
    path("photos/<uuid:key>/<slug:variant>/", photos.photo, name="photo"),
]
