"""Pages of meetings by audience: `attendance` (at the door and from paper), `minutes` (whoever keeps them), `steps` (the
verbs that move a meeting on), `sheets` (print, Word, and the public check of a printed sheet)."""
