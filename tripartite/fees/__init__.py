"""Property fees (物业费): what is billed, what was paid, what was waived, and the honest rate of it.

Nouns: Tariff of a compound, SharedCost (分摊), Bill of a household and month, Payment with its Allocations to bills and its Receipt,
Waiver, BankStatement with its lines, Reminder, CollectionRecord (history before the portal). Verbs: set and end a tariff, bill a
month, share a cost, pay, refund, ask for a waiver and approve, refuse or withdraw it, import a statement and confirm a line, remind,
record history. Who may: COLLECT_FEE reads who owes what and does all of it; VIEW_FEE reads sums and rates; the household's own
verified members read their bills; everybody reads rates of buildings of ten households or more. A waiver is no collection.
"""
