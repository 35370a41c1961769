"""System checks: is the database fit, is the configuration safe to show to the world?"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections

from beihu.embedded import safety, stores


@register(Tags.database)
def check_database(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Run by `migrate` and `check --database default`: version, encoding, extensions, Chinese trigrams."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        try:
            with connections[alias].cursor() as cursor:
                problem = stores.database_problem(cursor)
        except DatabaseError as error:
            problem = f"The database does not answer: {stores.one_line(error)}"
        if problem:
            found.append(Error(problem, id="beihu.E001"))
    return found


@register(Tags.security, deploy=True)
def check_safety(**kwargs: Any) -> list[CheckMessage]:
    """What also keeps the web server from starting."""
    return [Error(problem, id="beihu.E002") for problem in safety.problems(settings)]
