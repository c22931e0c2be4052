"""The site as an app of Django: it registers its checks; it has no tables."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Settings, wiring, base pages and the look. It has no tables."""

    name = "heard.site"
    label = "site"

    def ready(self) -> None:
        from heard.channels.mail import checks as mail_checks  # noqa: F401  (registers its checks)
        from heard.site import checks  # noqa: F401  (registers the checks of `heard.health`)
