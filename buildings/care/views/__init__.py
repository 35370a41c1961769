"""Pages of care: the lists and entries, the person it is about, the month's checklist, the groups' meetings."""
