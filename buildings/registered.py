"""What this wing's rooms hand to the rooms below them: words for the log, personal data, what may be revealed."""

from django.utils.translation import gettext_lazy as _

from beihu.accounts import personal
from beihu.audit import revealing, words

from .households.actions import erase_memberships, own_memberships
from .households.models import Membership, Occupant
from .households.occupants import retention
from .posts.person import erase_posts, own_posts
from .posts.roles import KEEP_ROSTER, VIEW_HOUSEHOLD

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
        "household.open": _("put a room on the roster"),
        "household.correct": _("corrected the area or use of a dwelling"),
        "occupant.move_in": _("entered somebody on the roster"),
        "occupant.move_out": _("entered that somebody has moved out"),
        "occupant.change": _("changed somebody's relation or share"),
        "occupant.correct": _("corrected a name or phone on the roster"),
        "occupant.erase": _("erased somebody from the roster"),
        "occupant.forget": _("forgot who had moved out"),
        "roster.export": _("took a roster away"),
    }
)
personal.register("posts", export=own_posts, erase=erase_posts)
personal.register("households", export=own_memberships, erase=erase_memberships)
personal.register("roster", export=retention.own_occupancies, erase=retention.erase_account)
# Whoever looks behind a door reads masks, and in full what they hold REVEAL for (`posts/roles.py`): a liaison has both rights
# in the compound, a group leader only the first, the company's staff only the second. As far as the page of a household goes:
# open memberships. Rows of the roster go on after somebody has moved out, and those only its keepers read.
revealing.register(
    "membership",
    lambda: Membership.objects.open().select_related("user"),
    seen_with=VIEW_HOUSEHOLD,
    fields={
        "name": revealing.Field(_("name"), lambda membership: membership.user.name),
        "phone": revealing.Field(_("phone"), lambda membership: membership.user.phone or ""),
    },
)
revealing.register(
    "occupant",
    lambda: Occupant.objects.filter(erased_at__isnull=True),
    seen_with=KEEP_ROSTER,
    fields={
        "name": revealing.Field(_("name"), lambda occupant: occupant.name),
        "phone": revealing.Field(_("phone"), lambda occupant: occupant.phone),
    },
)
