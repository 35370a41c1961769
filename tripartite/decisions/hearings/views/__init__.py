"""Pages of hearings: reading for everybody, speaking for owners, making and moderating for staff."""
