"""One issue and the people around it: what every step of its life needs to know."""

import uuid
from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Any

from django.db import transaction

from beihu.accounts.models import User
from beihu.states import Refused
from buildings.places.models import Place
from tripartite.issues import actions
from tripartite.issues.models import Issue

from .drawings import PICTURES
from .situations import PHRASES, Situation
from .stage import OFFICE, Rhythm, Wait
from .town import Home, Town

WIDE = {"greenery", "parking", "security", "fees", "other"}  # said of the compound, not of a doorway


@dataclass
class Case:
    """One issue and the people around it."""

    town: Town
    rng: Random
    home: Home
    situation: Situation
    office: Rhythm = OFFICE
    issue: Issue | None = None

    @property
    def worker(self) -> User:
        return self.home.community.worker

    @property
    def filed(self) -> Issue:
        """The issue as the last step left it. The portal's sweep may have moved its state since."""
        assert self.issue is not None
        return self.issue

    @property
    def status(self) -> str:
        """Its state as it really is now."""
        return Issue.objects.values_list("status", flat=True).get(pk=self.filed.pk)

    @property
    def place(self) -> Place:
        if self.situation.category in WIDE:
            return self.home.compound.place
        return self.home.building if self.situation.category in {"cleaning", "lift"} else self.home.doorway

    def say(self, what: str) -> str:
        return self.rng.choice(PHRASES[what])

    def chance(self, of: float) -> bool:
        return self.rng.random() < of

    def wait(self, least: float, most: float, rhythm: Rhythm | None = None) -> Wait:
        return Wait(self.rng.uniform(least, most), rhythm or self.office)

    def key(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)

    def words(self, text: str) -> str:
        said = text.format(b=self.home.building.name, d=self.home.doorway.name)
        return f"{self.say('opening')}{said}{self.say('closing')}"

    def do(self, verb: str, by: User, **facts: Any) -> Issue:
        self.issue = actions.ACTIONS[verb](self.filed, by=by, **facts)
        return self.filed

    def may(self, verb: str, by: User, **facts: Any) -> bool:
        """Do it unless the portal says no: for what is good to have but not part of the plot."""
        try:
            self.do(verb, by, **facts)
        except Refused:
            transaction.set_rollback(False)  # nothing was written yet; see without_savepoints()
            return False
        return True

    def handler(self) -> User:
        """Somebody of the party it was handed to."""
        return self.town.speaker(self.filed.party) or self.worker

    def photo(self, after: bool = False) -> BytesIO | None:
        picture = PICTURES.get(self.situation.picture)
        draw = picture[after] if picture else None
        return BytesIO(draw()) if draw and self.town.take_picture() else None
