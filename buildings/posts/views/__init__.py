"""The pages of posts: the list, appointing and ending; gaps; the kinds of a street; a person's page."""
