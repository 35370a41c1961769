"""Self-management (自治管理): how a compound without a property company runs itself, and lets everybody see it.

Sub-rooms, each a package with its own models, verbs and pages: `ledger` (账本: the committee's money, entry by entry, closed
and published by the month), `parking` (停车), `hands` (聘用人员: cleaner and gatekeeper, rota and pay), `repairs` (维修: from quote to
invoice) and `mediation` (调解). What moves money in the others is entered through `ledger/entering.py` and through nothing else.
"""
