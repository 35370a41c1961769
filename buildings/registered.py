"""What this wing's rooms hand to the rooms below them: words for the log, personal data, what may be revealed."""

from django.utils.translation import gettext_lazy as _

from beihu.accounts import personal
from beihu.audit import revealing, words

from .households.actions import erase_memberships, own_memberships
from .households.models import Membership
from .posts.person import erase_posts, own_posts
from .posts.roles import VIEW_HOUSEHOLD

words.name_verbs(
    {
        "post.appoint": _("appointed"),
        "post.end": _("ended a post"),
        "post.link": _("gave a password link"),
        "post.renew": _("renewed a post"),
        "post.resign": _("resigned from a post"),
        "post_kind.add": _("added a kind of post"),
        "post_kind.change": _("changed a kind of post"),
        "post_kind.close": _("closed a kind of post"),
        "post_kind.reopen": _("reopened a kind of post"),
        "post_page.choose": _("chose what a page of a person shows"),
        "membership.ask": _("asked to join a household"),
        "membership.verify": _("confirmed a household"),
        "membership.turn_down": _("turned a household down"),
        "membership.end": _("ended a membership"),
        "membership.ask_family": _("asked a family to receive an elder's text messages"),
        "membership.end_family": _("ended that a family receives for an elder"),
        "membership.leave": _("left a household"),
    }
)
personal.register("posts", export=own_posts, erase=erase_posts)
personal.register("households", export=own_memberships, erase=erase_memberships)
revealing.register(
    "membership",
    lambda: Membership.objects.select_related("user"),
    seen_with=VIEW_HOUSEHOLD,
    fields={
        "name": revealing.Field(_("name"), lambda membership: membership.user.name),
        "phone": revealing.Field(_("phone"), lambda membership: membership.user.phone or ""),
    },
)
