"""Pages of organisations, coverage and doorways: who reads what, and at what cost."""

import pytest
from django.urls import reverse

from tests.buildings.party import world as party

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return party.build()


def test_every_page_opens(world, client):
    here = world.here
    client.force_login(here.officer)
    paths = [
        reverse("party_home"),
        reverse("party_tree", args=[here.street.code]),
        reverse("coverage", args=["42"]),
        *(
            reverse("coverage", args=[p.code])
            for p in (here.street, here.community, here.compound, here.building, here.doorway)
        ),
        *(
            reverse("coverage_list", args=[here.street.code, n])
            for n in (
                "doorways",
                "buildings",
                "groups",
                "general",
                "branches",
                "all-groups",
                "centres",
                "families",
            )
        ),
        reverse("party_elections", args=[here.street.code]),
        reverse("party_chain", args=[here.street.code]),
        reverse("party_chain_choose", args=[here.street.code]),
        reverse("party_kind", args=[world.kind("branch").pk]),
        reverse("party_found", args=[here.building.code]),
        reverse("centre", args=[here.doorway.code]),
        reverse("centre", args=[here.other_doorway.code]),
        *(reverse("centre_verb", args=[here.doorway.code, v]) for v in ("change", "release", "add")),
        reverse("centre_verb", args=[here.other_doorway.code, "name"]),
        *(
            reverse("party_organisation", args=[o.pk])
            for o in (world.street, world.general, world.branch, world.group)
        ),
        *(
            reverse("organisation_verb", args=[world.branch.pk, v])
            for v in ("elect", "admit", "change", "dissolve", "override", "seat", "end-term", "found")
        ),
        *(
            reverse("party_member_verb", args=[world.member.pk, v])
            for v in ("confirm", "transfer", "release")
        ),
        here.doorway.get_absolute_url(),
        here.street.get_absolute_url(),
    ]
    assert {path: client.get(path).status_code for path in paths}
