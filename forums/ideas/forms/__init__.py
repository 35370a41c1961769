"""What people are asked: a new idea, the facts of each verb, the filters of staff's list."""
