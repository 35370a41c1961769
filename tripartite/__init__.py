"""The three parties, what they are asked and what they decide (三方联动).

Rooms: parties (who sits at the table), issues (what a resident asks to be solved). Meetings, commitments,
decisions, fees and self-management move in later, in this order upwards.
"""
