"""The letters as Django's application: templates, and a check of the outbox. It has no tables."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Letters and alerts on their way out."""

    name = "heard.letters"
    label = "letters"

    def ready(self) -> None:
        from heard.letters import checks  # noqa: F401  (registers the check of `heard.health`)
