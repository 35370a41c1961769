"""The facts of this room."""
