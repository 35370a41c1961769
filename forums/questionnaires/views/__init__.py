"""Pages of questionnaires: for those who are asked, for those who make them, and what hangs on the wall."""
