"""Tests of `forums/questionnaires`."""
