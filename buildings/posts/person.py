"""What a person's page shows to whom, and what is kept of it.

| reader | sees |
|---|---|
| the person | everything, and what everybody would see |
| staff of a place | the posts at their places, past ones too, and those above that are in term |
| who may see the Party organisation | also posts that tell of Party membership |
| everybody | what the office must show, and what the person chose to show; nothing: there is no such page |
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.scope import Reach, reach_of
from buildings.places.codes import Level
from buildings.places.models import Place

from .models import Post, PostPage
from .roles import VIEW_PLACE


@dataclass
class Line:
    """A post as this reader sees it: for strangers without a building or doorway."""

    post: Post
    where: Place
    with_unit: bool


@dataclass
class PersonPage:
    person: User
    about: str
    now: list[Line]
    before: list[Line]
    is_mine: bool

    @property
    def is_empty(self) -> bool:
        return not (self.now or self.before)


def page_of(pk: int, reader: Any) -> PersonPage | None:
    """The page of a person as this reader sees it; None when there is nothing to see."""
    rows = Post.objects.filter(user_id=pk).seen_by(reader)
    found = list(rows.select_related("user", "place", "kind").order_by("-since", "pk"))
    mine = bool(reader.is_authenticated and reader.pk == pk)
    person = found[0].user if found else reader if mine else None
    if person is None:
        return None
    choice = PostPage.objects.filter(user=pk).first() or PostPage(user=person)
    reaches = reach_of(reader, VIEW_PLACE) if reader.is_authenticated else []
    compounds = _compounds(found)
    lines = [_line(post, choice, reaches, compounds, mine) for post in found]
    today = timezone.localdate()
    over = [line for line in lines if line.post.until and line.post.until <= today]
    now = [line for line in lines if line not in over]
    return PersonPage(person, choice.about, now, over, mine)


def _compounds(posts: list[Post]) -> dict[str, Place]:
    """The compounds of posts that stand deeper: one query, none when there is no such post."""
    deep = {post.place_id[: Level.COMPOUND] for post in posts if len(post.place_id) > Level.COMPOUND}
    return Place.objects.in_bulk(deep) if deep else {}


def _line(
    post: Post, choice: PostPage, reaches: list[Reach], compounds: dict[str, Place], mine: bool
) -> Line:
    inside = mine or any(post.place_id.startswith(reach.prefix) for reach in reaches)
    where = post.place if inside else compounds.get(post.place_id[: Level.COMPOUND], post.place)
    return Line(post, where, inside or choice.shows_unit)


def preview(person: Any) -> PersonPage | None:
    """One's own page as everybody sees it."""
    from django.contrib.auth.models import AnonymousUser

    return page_of(person.pk, AnonymousUser())


@transaction.atomic
def choose(by: Any, **choices: Any) -> PostPage:
    """What everybody may see of me, beyond what the office must show."""
    page, _new = PostPage.objects.update_or_create(user=by, defaults=choices)
    record("post_page.choose", page, by=by, shown=sorted(name for name, value in choices.items() if value))
    return page


def own_posts(user: User) -> dict[str, Any]:
    """For "my data"."""
    rows = Post.objects.filter(user=user).order_by("since", "pk")
    names = ("kind__name", "role", "place_id", "since", "until", "end", "office_phone", "unit", "offer")
    page = PostPage.objects.filter(user=user)
    return {
        "posts": list(rows.values(*names)),
        "page": list(page.values("about", "shows_posts", "shows_past", "shows_unit")),
    }


def erase_posts(user: User) -> None:
    """Posts without rights end with the account; what is over keeps no words about the person."""
    today = timezone.localdate()
    for post in Post.objects.not_ended().filter(user=user):
        post.until, post.end = max(today, post.since), Post.End.ENDED
        post.save(update_fields=["until", "end"])
    Post.objects.filter(user=user).update(unit="", offer="", override="", office_phone="", remind_on=None)
    PostPage.objects.filter(user=user).delete()
