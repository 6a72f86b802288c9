"""What a WSGI server loads."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from nhipcau.formats import guarded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhipcau.config.settings")
application = get_wsgi_application()
guarded.share_places(settings.DATA_DIR / "run", count=settings.READERS, patience=guarded.PATIENCE)
