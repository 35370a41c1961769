"""The rights of this room, by name; `buildings/posts/roles.py` says who holds them."""

VIEW_PLACE = "buildings.view_place"
CHANGE_PLACE = "buildings.change_place"
