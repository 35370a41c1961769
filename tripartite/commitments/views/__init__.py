"""Pages of commitments: for everybody the board and the reports, for those concerned each one with its verbs, for
staff the list and the desk, and the chain of a matter for all three."""
