"""The shipped settings, with what a test must not touch put elsewhere."""

import os
import tempfile

os.environ.setdefault("NHIPCAU_DATA", tempfile.mkdtemp(prefix="nhipcau-test-"))
os.environ.setdefault("NHIPCAU_SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("NHIPCAU_TOKEN_KEY", "k0Zl0fJr4bS5jAtt1bYcNmQwZyqXo2cXg7n9C0bP3dY=")

from nhipcau.config.settings import *

FACEBOOK_APP_ID, FACEBOOK_APP_SECRET = "900000000000001", "standin-app-secret"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True  # files are found when asked for, not all of them for each client
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
AXES_ENABLED = False
SECOND_FACTOR = False  # the tests of it switch it on
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that the browser's server and the test each have a connection of their own, as in real life.
    DATABASES["default"]["TEST"] = {"NAME": f"{DATA_DIR}/test.sqlite3"}
