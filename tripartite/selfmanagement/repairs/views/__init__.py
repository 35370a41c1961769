"""Pages of repairs: what everybody reads, and what the committee keeps."""
