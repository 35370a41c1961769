"""The pages of places: reading, choosing, paper, and the forms of the verbs."""
