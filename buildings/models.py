"""The models of this wing's rooms, gathered for Django."""

from .households.models import Household, Membership
from .places.models import Place, PlaceAlias
from .posts.kinds import PostKind
from .posts.models import Post, PostPage

__all__ = ["Household", "Membership", "Place", "PlaceAlias", "Post", "PostKind", "PostPage"]
