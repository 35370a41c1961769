"""The operator's view of this wing: to be read; changes go through the portal's pages."""

from .hotspots import admin as _hotspots  # noqa: F401
