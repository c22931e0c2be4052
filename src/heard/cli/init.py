"""`heard init`: tables, and for a new installation its first admin and desk."""

import argparse
import json
import os
from pathlib import Path
from typing import Any

from heard.cli import ground


def add(commands: Any) -> None:
    """Add the command to the grammar."""
    parser = commands.add_parser(
        "init",
        help="tables, the first admin and one desk",
        description="Bring the tables up to date; with --admin also make the first admin and one desk.",
    )
    parser.add_argument("--admin", metavar="MAIL", help="mail address of the first admin")
    parser.add_argument("--name", help="the admin's name, which requesters read (default: from the address)")
    parser.add_argument(
        "--password-stdin", action="store_true", help="the first line of standard input is the password"
    )
    parser.add_argument(
        "--desk", default="Support", metavar="NAME", help="name of the desk (default: %(default)s)"
    )
    parser.add_argument(
        "--desk-address", metavar="MAIL", help="address of the desk (default: support@ the host of HEARD_URL)"
    )
    parser.add_argument("--zone", help="time zone of admin and desk (default: this machine's)")
    parser.add_argument("--language", default="en", help="language of admin and desk (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Lay down what is missing and print it."""
    if arguments.admin and not arguments.password_stdin:
        raise ground.Trouble(ground.WRONG, "give --password-stdin, and the password as the first line there")
    ground.lay()
    from django.conf import settings

    from heard.cli import tables

    languages = dict(settings.LANGUAGES)
    if arguments.language not in languages:
        raise ground.Trouble(
            ground.WRONG, f"letters are written in {', '.join(languages)}; choose one of them"
        )

    made = {"tables": "laid down" if tables.lay_down() else "up to date"}
    if arguments.admin:
        made |= _set_up(arguments)
    if arguments.json:
        print(json.dumps(made))
    else:
        print("\n".join(f"{what}: {value}" for what, value in made.items()))
    return ground.DONE


def _set_up(arguments: argparse.Namespace) -> dict[str, str]:
    from urllib.parse import urlsplit

    from django.conf import settings

    from heard.clock import now
    from heard.record.actions import desk

    password = ground.password_from_stdin()
    address = arguments.desk_address or f"support@{urlsplit(settings.HEARD_URL).hostname}"
    zone = arguments.zone or zone_of_machine()
    admin = desk.set_up(
        name=arguments.name or _name_in(arguments.admin),
        email=arguments.admin,
        password=password,
        desk_name=arguments.desk,
        address=address,
        zone=zone,
        language=arguments.language,
        at=now(),
    )
    return {
        "admin": admin.email,
        "name": admin.name,
        "desk": arguments.desk,
        "address": address,
        "zone": zone,
        "sign in": f"{settings.HEARD_URL}/desk/",
    }


def _name_in(address: str) -> str:
    """`carla.diaz@example.com` -> Carla Diaz; it can be changed on the desk's pages."""
    return address.partition("@")[0].replace(".", " ").replace("_", " ").title() or address


def zone_of_machine() -> str:
    """The IANA zone of this machine, UTC where it does not say one."""
    from heard.hours.zones import is_zone

    link = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    named = Path("/etc/timezone")
    written = named.read_text().strip() if named.is_file() else ""
    return next((zone for zone in (os.environ.get("TZ", ""), link, written) if zone and is_zone(zone)), "UTC")
