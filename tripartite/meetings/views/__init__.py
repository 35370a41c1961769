"""Pages by audience: `reading` (one meeting), `lists` (the calendar, one's own), `drafting` and `verbs` (what is done to
one), `tables` (invitations, agenda, helpers, rooms), `paper` (the notice, what its QR opens), `feeds` (calendar files)."""
