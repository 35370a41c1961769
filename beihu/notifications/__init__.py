"""Notifications (通知): what must be told, to whom, through which channel; the row is the queue.

Nouns: Notification (in-app), Delivery (one message to one address through one channel), Preference (three switches),
Proxy (a family member receives for an elder), Robot (of a work group), Heartbeat.
Verbs: `notify` (queue in the transaction of the deed), `plan` (the same for a whole audience, in one statement),
`send_code`, sweep, claim, recheck, deliver, fold, settle, read, reach.
Celery delivers; Postgres remembers: due → sending → sent | failed | skipped | unknown. The delivery's key
is handed to the gateway as idempotency key; `sending` is committed before the gateway is called, and a
lease that ran out is asked about at the gateway, not sent again blindly. Rooms above say what is no longer true
(`rechecks.py`) and what to enclose (`attachments.py`).
"""
