"""Audit (审计): who did what to which record and why, and who looked at whose personal data.

Noun: AuditEntry, which the database refuses to change or delete. Verbs: `record` (in the transaction of
the deed), `reveal` (a full value shown to a person with a reason). `masking` shows the rest: 王某某,
138****5678.
"""
