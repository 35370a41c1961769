"""Of whom a questionnaire is asked, as sets: how many, and who has not answered. Never a list of names."""

from django.db.models import Exists, OuterRef, QuerySet

from beihu.accounts.models import User
from beihu.scope import under
from buildings.households.models import Membership
from buildings.posts.models import Post

from .models import Questionnaire
from .responses import Participation


def memberships(questionnaire: Questionnaire) -> QuerySet[Membership]:
    """Confirmed, at or under the place, as one of the relations; none when only holders of posts are asked."""
    rows = Membership.objects.verified().filter(under("household__place_id", questionnaire.place_id))
    if questionnaire.households:
        rows = rows.filter(household__in=questionnaire.households)
    if questionnaire.relations:
        return rows.filter(relation__in=questionnaire.relations)
    return rows.none() if questionnaire.post_roles else rows


def people(questionnaire: Questionnaire) -> QuerySet:
    """The ids of everybody who is asked, as a set for `planning.plan`."""
    found = memberships(questionnaire).values("user_id")
    if not questionnaire.post_roles:
        return found
    posts = Post.objects.in_term().filter(
        under("place_id", questionnaire.place_id), role__in=questionnaire.post_roles
    )
    return User.objects.filter(pk__in=found).values("pk").union(posts.values("user_id"))


def silent(questionnaire: Questionnaire) -> QuerySet:
    """The ids of those who have not answered; in a household that answers as one, of those whose household has not."""
    roll = Participation.objects.filter(questionnaire=questionnaire)
    if questionnaire.per == Questionnaire.Per.HOUSEHOLD:
        answered = roll.filter(household=OuterRef("household"))
        return memberships(questionnaire).filter(~Exists(answered)).values("user_id")
    asked = User.objects.filter(pk__in=people(questionnaire))
    return asked.filter(~Exists(roll.filter(user=OuterRef("pk")))).values("pk")


def size(questionnaire: Questionnaire) -> int:
    """How many answers there could be: people, or households."""
    if questionnaire.per == Questionnaire.Per.HOUSEHOLD:
        return memberships(questionnaire).order_by().values("household").distinct().count()
    if questionnaire.post_roles:
        return people(questionnaire).count()
    return memberships(questionnaire).order_by().values("user").distinct().count()
