"""Households (户): the dwellings behind a doorway and the people in them.

Nouns: Household (room, floor area and its source), Occupant (who the roster says owns or lives there, with share, since
and until), Membership (an account that belongs to a household), Roster import (batch, lines, their faults). Verbs: join (a
resident asks, by the doorway's QR code and the room number), verify or turn down (community staff), leave; import a roster, look at
what it would change, merge it, undo it whole; move in, move out, correct an area; reveal, export, erase. Who may: `VIEW_HOUSEHOLD`
reads with masks, `KEEP_ROSTER` changes and exports, `VERIFY` decides on who joins. Until verified a member may file issues and sees
only their own.
"""
