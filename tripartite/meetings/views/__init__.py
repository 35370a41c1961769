"""Pages by audience: `reading` (one meeting), `lists` (the calendar, one's own), `drafting` and `verbs` (what is done to
one), `tables` (invitations, agenda, helpers, rooms), `paper` (the notice, what its QR opens), `feeds` (calendar files),
`attendance` (at the door and from the sheet), `minutes` (whoever keeps them), `steps` (the verbs that move a meeting
on), `sheets` (print, Word, and the public check of a printed sheet)."""
