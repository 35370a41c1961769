"""What a staged file would change, set by set: the same statements for the dry run and, once more, before merging.

A line is good when it has no fault and its door is known or will be opened. A person is the same when name and household
are, and the row here has not ended. Empty cells say nothing: they take nothing away.
"""

from typing import Any

from django.db import connection

from beihu.audit.mask_rules import NOTHING if False else None
