"""What this room asks people: a new commitment, the facts of each verb, the filters of lists and reports."""
