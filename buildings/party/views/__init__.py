"""Pages of this room, one module per matter. All of them are for staff; nothing here is public."""
