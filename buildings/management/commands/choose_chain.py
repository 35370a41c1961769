"""Choose which kinds of Party organisations a street has."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from beihu.states import Refused
from buildings.party.actions import choose_chain
from buildings.party.chains import chains
from buildings.places.models import Place


class Command(BaseCommand):
    help = "Choose the chain of Party organisations of a street. What was founded already stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("street", help="the nine digits of the street, for example 420103010")
        parser.add_argument("chain", choices=sorted(chains()))

    def handle(self, *, street: str, chain: str, **options: Any) -> None:
        try:
            kinds = choose_chain(Place.objects.get(code=street), chain, by=None)
        except Place.DoesNotExist as error:
            raise CommandError(f"There is no place with the code {street}.") from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("\n".join(kind.name for kind in kinds if kind.offered))
