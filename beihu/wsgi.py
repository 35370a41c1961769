"""What gunicorn serves. An unsafe or incomplete configuration ends here, in one sentence."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from beihu.embedded import safety
from beihu.letters import OnlyText

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beihu.settings")
try:
    problems = safety.problems(settings)
    application = OnlyText(get_wsgi_application())
except ImproperlyConfigured as error:
    problems = [str(error)]
if problems:
    sys.exit(f"Beihu does not start: {problems[0]}")
