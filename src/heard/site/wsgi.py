"""The pages and the static files as a WSGI application, for the server and for tools that expect one."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

# What bears a hash of its text in its name never changes.
HASHED = r"\.[0-9a-f]{12}\.\w+$"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.site.settings")
application = get_wsgi_application()
if settings.STATIC_ROOT.is_dir():
    application = WhiteNoise(
        application, root=settings.STATIC_ROOT, prefix="static", immutable_file_test=HASHED
    )
