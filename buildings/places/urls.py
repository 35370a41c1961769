from django.urls import path, register_converter

from .views import changing, paper, picking, reading


class CodeConverter:
    regex = "[0-9]{2,20}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeConverter, "place")

urlpatterns = [
    path("places/", reading.place_search, name="place_search"),
    path("places/pick/", picking.place_pick, name="place_pick"),
    path("places/<place:code>/", reading.place_detail, name="place_detail"),
    path("places/<place:code>/poster/", paper.doorway_poster, name="doorway_poster"),
    path("places/<place:code>/posters/", paper.building_posters, name="building_posters"),
    path("places/<place:code>/open/", changing.place_open, name="place_open"),
    path("places/<place:code>/rename/", changing.place_rename, name="place_rename"),
    path("places/<place:code>/close/", changing.place_close, name="place_close"),
    path("places/<place:code>/reopen/", changing.place_reopen, name="place_reopen"),
    path("places/<place:code>/move/", changing.place_move, name="place_move"),
    path("places/<place:code>/merge/", changing.place_merge, name="place_merge"),
    path("d/<place:code>/", reading.doorway, name="doorway"),
]
