"""Pages of hired hands: who works here and how residents find it, and what the committee keeps."""
