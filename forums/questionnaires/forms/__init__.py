"""What this room asks people: the questions of a page, a draft's facts, sections, questions and their conditions."""
