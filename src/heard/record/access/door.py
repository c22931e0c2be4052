"""The doors by which mail comes in. Their state holds nothing of persons; every agent may read it."""

from heard.record.models.door import Door


def everything() -> list[Door]:
    """Every door that ever reported, by kind and name."""
    return list(Door.objects.order_by("kind", "name"))


def by_name() -> dict[str, Door]:
    """The same by name."""
    return {door.name: door for door in Door.objects.all()}
