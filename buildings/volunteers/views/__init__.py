"""Pages of volunteers: teams and activities for everybody, one's own for whoever is signed in, the roster for those who keep a
team, and one page for every verb."""
