"""The operator's view of this wing: to be read; changes go through the portal's pages."""

from .bulletins import admin as _bulletins  # noqa: F401
from .evaluations import admin as _evaluations  # noqa: F401
from .ideas import admin as _ideas  # noqa: F401
