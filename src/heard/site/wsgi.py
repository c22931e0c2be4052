"""The pages as a WSGI application, for the server and for tools that expect one."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.site.settings")
application = get_wsgi_application()
