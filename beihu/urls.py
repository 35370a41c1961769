"""The front door: one line per room that has pages."""

from django.contrib import admin
from django.urls import include, path

from beihu.display import display

handler500 = "beihu.embedded.outage.server_error"
urlpatterns = [
    path("display/", display, name="display"),
    path("", include("beihu.office.urls")),
    path("", include("beihu.embedded.urls")),
    path("", include("beihu.accounts.urls")),
    path("", include("beihu.audit.urls")),
    path("", include("beihu.notifications.urls")),
    path("", include("buildings.urls")),
    path("", include("tripartite.urls")),
    path("", include("forums.urls")),
    path("admin/", admin.site.urls),
]
