"""The WSGI application, for any server that streams request bodies (docs/hosting.md)."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
application = get_wsgi_application()
