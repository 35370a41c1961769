"""What gunicorn serves under the bench: the portal with its production settings, the floor, and the counter."""

import django
from django.conf import settings

settings.ROOT_URLCONF = "beihu.office.bench.urls"
settings.MIDDLEWARE = ["beihu.office.bench.floor.CountQueries", *settings.MIDDLEWARE]
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
