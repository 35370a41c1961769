"""Bench (测速): figures instead of hopes, on a scratch database of the same cluster.

Nouns: Scratch (a database and a folder that live as long as one run), Page (what is asked of the server),
floor (one indexed SELECT of 25 rows through the same middleware and base template, measured in the same
run), bar (what a figure must reach). Verbs: load issues set-wise, serve, drive, report.
The portal's own data are never touched: everything runs in child processes whose environment names the
scratch database only.
"""
