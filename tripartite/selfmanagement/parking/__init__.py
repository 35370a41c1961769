"""Parking (停车): the spaces of a compound, who may use them, what it costs, and the gate.

Nouns: ParkingLot (the settings of one compound), ParkingSpace, Permit (of a household for its cars, or a visitor's for some
hours) with its PermitPlates and PermitEvents, ParkingDue (one permit, one month), OutsideVehicle (a line of the gate's log).
Verbs: set a lot up, start and stop charging, open and close spaces; ask, put on the waiting list, grant, refuse, end and give
back a permit, give a visitor's; raise the dues of a month, take one (into the ledger); let an outside vehicle in and out.
Who may: `KEEP_PARKING` at the compound; `GATE` at the gate; `OWN_PERMIT` one's own. Everybody reads rules, prices, how many
spaces are free and on what decision charging rests. Plates are personal data: whole for the keeper, the gate and the owner.
"""
