"""Pages of evaluations: what everybody reads, and what staff run."""
