"""Households (户): the dwellings behind a doorway and the people in them.

Nouns: Household, Membership. Verbs: join (a resident asks, by the doorway's QR code and the room number),
verify or turn down (community staff), leave. Until verified a member may file issues and sees only their own.
"""
