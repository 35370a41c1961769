"""Pages of property fees: what everybody reads, sums for staff, and who owes what for collectors."""
