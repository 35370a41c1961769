"""The address of a list with filters: what of it stands, and where its links lead."""

from collections.abc import Iterable

from django.http import QueryDict

LONGEST = 200  # characters of one filter


def filters(given: QueryDict, names: Iterable[str]) -> QueryDict:
    """The filters alone: a page of the old filter is no page of the new one."""
    kept = QueryDict(mutable=True)
    for name in names:
        if value := given.get(name):
            kept[name] = value[:LONGEST]
    return kept


def link(address: QueryDict, **changes: str) -> str:
    """The same list with something changed; an empty value takes a filter off."""
    changed = address.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    return f"?{changed.urlencode()}"
