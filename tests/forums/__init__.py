"""The voices of the neighbours: room by room."""
