"""The models of this wing's rooms, gathered for Django."""
