"""What people are asked: a team, an activity with its needs, the facts of each verb, the filters of the lists."""
