"""Open data (开放数据): what everybody may take away and use: public issues, and the public figures of communities by month.

Nouns: request (a public issue in the shape of Open311 GeoReport v2), service (a category), figure (a community, a month, a
measure). Verbs: read, take away. Nothing here is anybody's own: texts are those neighbours read, places end at the compound,
times at the day. Read-only, limited by the minute, cached for five minutes; what is withdrawn
leaves our copies at once, which costs each copy of issues one query.
"""
