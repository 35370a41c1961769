"""Forms: `announcing` (a talk, its doorways, a series), `settling` (one per verb of a matter)."""
