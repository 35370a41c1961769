"""What people fill in: about organisations and their people, about doorways, about the chain of a street."""
