"""Lay down tables, sample data and static files as far as missing: the process that `prepared.py` asks."""

import json
import sys

from heard.cli import ground


def prepare(arguments: list[str]) -> int:
    """Do it in this process and print what `prepared` answers: the door."""
    ground.lay()
    from django.conf import settings
    from django.contrib.staticfiles.storage import staticfiles_storage

    from heard.cli import sample_story, tables
    from heard.clock import now

    if "--tables" in arguments:
        tables.lay_down()
    elif tables.are_behind():
        raise ground.Trouble(ground.WRONG, "the database has no tables yet, or older ones; run: heard init")
    if "--sample" in arguments:
        sample_story.begin(now())
    staticfiles_storage.collect()
    door = settings.HEARD_DOOR_LISTEN
    told = {"door_host": door.host, "door_port": door.port}
    print(json.dumps(told))
    return ground.DONE


if __name__ == "__main__":
    sys.exit(ground.carefully(lambda: prepare(sys.argv[1:])))
