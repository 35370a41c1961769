from django.urls import path

from .views import appointing, gaps, kinds, listing, person

urlpatterns = [
    path("posts/", listing.posts, name="posts"),
    path("posts/export/", listing.post_export, name="post_export"),
    path("posts/vacant/", gaps.posts_vacant, name="posts_vacant"),
    path("posts/ending/", gaps.posts_ending, name="posts_ending"),
    path("posts/many/", gaps.posts_many, name="posts_many"),
    path("posts/kinds/", kinds.kinds_here, name="kinds_here"),
    path("posts/<int:pk>/end/", appointing.post_end, name="post_end"),
    path("posts/<int:pk>/renew/", appointing.post_renew, name="post_renew"),
    path("posts/<int:pk>/link/", appointing.post_link, name="post_link"),
    path("posts/<int:pk>/resign/", person.post_resign, name="post_resign"),
    path("places/<slug:code>/appoint/", appointing.appoint, name="appoint"),
    path("places/<slug:code>/post-kinds/", kinds.post_kinds, name="post_kinds"),
    path("places/<slug:code>/post-kinds/new/", kinds.post_kind_new, name="post_kind_new"),
    path("post-kinds/<int:pk>/", kinds.post_kind_change, name="post_kind_change"),
    path("post-kinds/<int:pk>/close/", kinds.post_kind_close, name="post_kind_close"),
    path("people/<int:pk>/", person.person, name="person"),
    path("my/posts/", person.my_posts, name="my_posts"),
]
