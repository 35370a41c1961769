"""Pages of the roster: reading it, keeping it, taking it away. Who may: `VIEW_HOUSEHOLD` reads, `KEEP_ROSTER` does the rest."""
