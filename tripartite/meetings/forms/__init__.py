"""Forms of meetings: `attendance` (who came), `minutes` (what was said, decided, objected to, corrected)."""
