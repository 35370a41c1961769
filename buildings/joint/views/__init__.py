"""Pages of big committees: what everybody reads, and what staff keep."""
