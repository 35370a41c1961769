"""Pages of ideas: for everybody the column and each idea, for residents posting and sharing, for staff the list of what
waits for an answer and the reports, and one page for every verb."""
