"""Pages by audience: `filing` (the resident's form), `reading` (one's own and single issues), `verbs` (what is done to
one), `inbox` and `desk` (staff), `public` (neighbours), `photos`."""
