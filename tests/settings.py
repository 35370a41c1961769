"""Settings of the tests: the real ones on real servers, with what only costs time taken out."""

import os
import secrets

from tests import servers

servers.ensure()
os.environ["SECRET_KEY"] = os.environ.get("BEIHU_TEST_KEY") or secrets.token_urlsafe(48)
os.environ["BEIHU_TEST_KEY"] = os.environ["SECRET_KEY"]  # the same one in every xdist worker
os.environ["HTTPS"] = "False"
os.environ["BASE_URL"] = "http://testserver"

from beihu.settings import *  # noqa: E402, F403
from beihu.settings import INSTALLED_APPS, STORAGES  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]
MIGRATION_LINTER_OPTIONS = {
    "include_apps": ["beihu", "buildings", "tripartite", "forums", "office"],
    "ignore_initial_migrations": True,  # a table that is just being made has nobody waiting for it
    "exclude_migration_tests": ["RUNPYTHON_MODEL_VARIABLE_NAME"],  # a taste, not a danger
    "no_cache": True,
    "warnings_as_errors": True,
}
DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["tests.hashers.CheapArgon2"]
OPEN_DATA_A_MINUTE = 100_000  # tests that are about the limit set their own
