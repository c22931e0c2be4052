"""The record as an app of Django: the one with tables; after migrations its laws are laid down again."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RecordConfig(AppConfig):
    """The one app with tables. Its laws are laid down again after every migration."""

    name = "heard.record"
    label = "record"

    def ready(self) -> None:
        from heard.record import checks, laws  # noqa: F401  (checks registers those of `heard.health`)

        pre_migrate.connect(laws.lift, sender=self, dispatch_uid="heard.record.laws.lift")
        post_migrate.connect(laws.lay_down, sender=self, dispatch_uid="heard.record.laws")
