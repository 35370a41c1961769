from django.urls import path

from . import views

urlpatterns = [
    path("posts/", views.posts, name="posts"),
    path("posts/export/", views.post_export, name="post_export"),
    path("posts/<int:pk>/end/", views.post_end, name="post_end"),
    path("posts/<int:pk>/link/", views.post_link, name="post_link"),
    path("places/<slug:code>/appoint/", views.appoint, name="appoint"),
]
