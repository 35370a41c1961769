"""Hotspots (热点): a building where one kind of issue is filed more often of late than its own year before explains.

Nouns: Hotspot (a building and a category, from the day it was found to the day it no longer is, and the agenda it stands on),
Look (when a street was last looked at, and what was compared). Verbs: look (once a day, by the portal), table (put it on the
agenda of the next joint meeting). Who may: `LIST_ISSUE` reads them, `CALL_MEETING` puts them on a table.
"""
