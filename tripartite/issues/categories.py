"""What issues are about, in one table a non-programmer can read.

`urgent`: water, power, gas, lift and the like: contact within 2 h, solved within 24 h. `emergency`: the form
shows whom to call and stops. `with_company` / `without_company`: the party suggested when the compound has a
property company, and when it has none. `common`: it concerns the whole compound, so duplicates are looked for
there and not only in the building. `street_only`: outside the list of what a community may be handed.
"""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

RC, OC, PC, MC, SO = (
    "residents_committee",
    "owners_committee",
    "property_company",
    "management_committee",
    "street_office",
)


class Category(models.TextChoices):
    WATER = "water", _("water supply and drains")
    POWER = "power", _("electricity")
    GAS = "gas", _("gas supply")
    LIFT = "lift", _("lift")
    REPAIRS = "repairs", _("repairs to the building")
    LIGHTING = "lighting", _("lighting")
    CLEANING = "cleaning", _("cleaning and rubbish")
    GREENERY = "greenery", _("trees and greenery")
    PARKING = "parking", _("parking")
    SECURITY = "security", _("security and gates")
    NOISE = "noise", _("noise")
    BLOCKED_WAY = "blocked_way", _("things blocking stairs and ways")
    BUILDING_WORKS = "building_works", _("unauthorised building works")
    FEES = "fees", _("property fees and accounts")
    NEIGHBOURS = "neighbours", _("dispute between neighbours")
    ELDERS = "elders", _("help for elders and families")
    OTHER = "other", _("something else")
    FIRE = "fire", _("fire or smoke")
    GAS_LEAK = "gas_leak", _("smell of gas")
    INJURY = "injury", _("somebody is hurt")


class Policy(NamedTuple):
    icon: str
    with_company: str
    without_company: str
    urgent: bool = False
    emergency: str = ""  # the number to call
    common: bool = False
    street_only: bool = False


C = Category
EMERGENCIES = (C.FIRE, C.GAS_LEAK, C.INJURY)
POLICIES: dict[str, Policy] = {
    C.WATER: Policy("water", PC, MC, urgent=True, common=True),
    C.POWER: Policy("power", PC, MC, urgent=True, common=True),
    C.GAS: Policy("gas", PC, MC, urgent=True, common=True),
    C.LIFT: Policy("lift", PC, MC, urgent=True),
    C.REPAIRS: Policy("repairs", PC, MC),
    C.LIGHTING: Policy("lighting", PC, MC),
    C.CLEANING: Policy("cleaning", PC, MC, common=True),
    C.GREENERY: Policy("greenery", PC, MC, common=True),
    C.PARKING: Policy("parking", PC, MC, common=True),
    C.SECURITY: Policy("security", PC, MC, common=True),
    C.NOISE: Policy("noise", RC, RC, common=True),
    C.BLOCKED_WAY: Policy("blocked", PC, MC),
    C.BUILDING_WORKS: Policy("building", SO, SO, street_only=True),
    C.FEES: Policy("fees", OC, MC, common=True),
    C.NEIGHBOURS: Policy("neighbours", RC, RC),
    C.ELDERS: Policy("elders", RC, RC),
    C.OTHER: Policy("other", RC, RC),
    C.FIRE: Policy("fire", RC, RC, emergency="119"),
    C.GAS_LEAK: Policy("gas", RC, RC, emergency="119"),
    C.INJURY: Policy("injury", RC, RC, emergency="120"),
}
