"""The product's settings, with the benchmarks' own page beside its pages."""

from heard.site.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
