"""What this room asks: a new vote, the facts of each verb, a correction of a count, the filters of lists."""
