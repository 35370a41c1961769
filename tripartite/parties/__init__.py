"""Parties (三方): the bodies with a seat at a compound's table.

Noun: Party, of a kind: residents' committee (of the community), owners' committee, property company or
property management committee (of the compound), street office (above them). Verbs: seat, unseat, find who
answers for a place today.
"""
