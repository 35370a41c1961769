"""Many tables made in one go by a migration."""

from typing import Any

from django.db.migrations.operations.base import Operation


class Together(Operation):
    """Operations whose models are drawn once, when all of them are known, instead of anew after each.

    Django renders every model of the project again for each table a migration adds, as a new key may lead anywhere: of a
    first start's migrations that took most of the time. Only for operations that need no state between them, such as
    `CreateModel` in the order of their keys.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: list[Operation]):
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # drawn already, each operation below would draw its model into it
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"{len(self.operations)} in one go: {', '.join(one.describe() for one in self.operations)}"
