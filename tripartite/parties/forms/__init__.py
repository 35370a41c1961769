"""One form per verb of this room; `facts()` is what its action takes."""
