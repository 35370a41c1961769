"""Pages by audience: `reading` (everybody: lists, one talk, its card, one matter's way), `paper` (posters), `announcing`
(whoever calls), `series`, `signing` (residents), `settling` (staff: the matters of a talk, one verb each)."""
