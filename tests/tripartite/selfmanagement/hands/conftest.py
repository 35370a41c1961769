"""As in the room of repairs: two communities, and files that are gone afterwards."""

from tests.tripartite.selfmanagement.repairs.conftest import own_media, they, we

__all__ = ["own_media", "they", "we"]
