"""Parties (三方): the bodies with a seat at a compound's table, who sits in them, and since when.

Nouns: Party (a body's seat at a place), of a kind: residents' committee 社区居委会 (of the community), owners'
committee 业主委员会, property company 物业公司 or property management committee 物业管理委员会 (of the compound),
street office 街道办事处 (above them). A committee has a Term (届) with Members; a company is a PropertyCompany with
Contracts, one after the other in a compound; a CrossAppointment (交叉任职) lets a person of one party serve in
another; a Handover (交接) is what a leaving company owes, item by item, with the dates of the Civil Code.
Verbs: seat, unseat; open and end a term; elect and dismiss a member; sign, end a contract; hand over; appoint
across. Rules of law stand in `data/rules.toml`, one pack for the nation and one per city (`rules.py`).
"""
