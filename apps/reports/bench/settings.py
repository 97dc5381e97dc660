"""Production's settings with one address more: the control view. Nothing else ever imports them."""

from config.settings.production import *  # noqa: F403 - an environment is another plus differences

BENCH = True
ROOT_URLCONF = "apps.reports.bench.urls"
