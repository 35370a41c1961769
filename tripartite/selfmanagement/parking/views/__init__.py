"""Pages of parking: what everybody reads, the keeper's desk, one's own, and the gate."""
