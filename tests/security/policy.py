"""What every page bears: its policy, nothing that needs an exception, and a seal in every form."""

import re
from collections.abc import Iterator

from django.http import HttpResponse

from security.walk import Visit

# What may stand in a frame of ours: mails shown to agents, each under a policy of its own.
FRAMES = re.compile(r"^/desk/(messages|letters)/[0-9a-f]{32}/html/$")
HEADERS = {"X-Content-Type-Options": ("nosniff",), "Referrer-Policy": ("same-origin", "no-referrer")}


def directives(answer: HttpResponse) -> dict[str, str]:
    """The policy of an answer."""
    policy = answer.headers.get("Content-Security-Policy", "")
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";") if part.strip())


def against_the_policy(visit: Visit) -> list[str]:
    """What is wrong with a page, be it an error or a refused form; files and answers to programs are none."""
    html = visit.answer.headers.get("Content-Type", "").startswith("text/html")
    if visit.route.part == "api" or visit.path.startswith("/static/") or not html:
        return []
    in_frame = bool(FRAMES.match(visit.path))
    found = [*headers(visit.answer), *(framed if in_frame else whole)(visit.answer), *cookies(visit.answer)]
    return found if in_frame else [*found, *exceptions(visit.answer)]


def headers(answer: HttpResponse) -> Iterator[str]:
    """What every page says of itself."""
    yield from (name for name, allowed in HEADERS.items() if answer.headers[name] not in allowed)
    if "no-store" not in answer.headers["Cache-Control"]:
        yield "Cache-Control"
    if directives(answer).get("default-src") != "'none'":
        yield "default-src"


def framed(answer: HttpResponse) -> Iterator[str]:
    """A mail in a frame: no script of its own or of anybody, and in no frame but ours."""
    policy = directives(answer)
    if answer.status_code != 200:
        return
    if "allow-scripts" in policy["sandbox"] or "script-src" in policy:
        yield "scripts in a frame"
    if policy["frame-ancestors"] != "'self'":
        yield "frame-ancestors"


def whole(answer: HttpResponse) -> Iterator[str]:
    """A page: in no frame, and with scripts that it vouches for only."""
    policy = directives(answer)
    if "unsafe" in answer.headers["Content-Security-Policy"]:
        yield "unsafe"
    if policy["frame-ancestors"] != "'none'" or answer.headers["X-Frame-Options"] != "DENY":
        yield "frame-ancestors"
    if "'strict-dynamic'" not in policy["script-src"] or policy["require-trusted-types-for"] != "'script'":
        yield "script-src"


def cookies(answer: HttpResponse) -> Iterator[str]:
    """No script reads a cookie of ours, and no other site sends one."""
    for name, cookie in answer.cookies.items():
        if not cookie["httponly"] or cookie["samesite"] != "Lax":
            yield f"cookie {name}"


def exceptions(answer: HttpResponse) -> Iterator[str]:
    """What the policy would have to refuse, and forms without a seal."""
    text = answer.content.decode()
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
    for script in re.findall(r"<script\b[^>]*>", text):
        if not (nonce and f'nonce="{nonce[1]}"' in script) and "application/json" not in script:
            yield script
    yield from re.findall(r"<[^>]+\son\w+\s*=", text)
    yield from (
        each[0] for each in re.findall(r"((href|src|action)\s*=\s*[\"']?\s*javascript:)", text, flags=re.I)
    )
    for form in re.findall(r"<form\b[^>]*>.*?</form>", text, flags=re.S):
        posts = re.match(r"<form\b[^>]*method=[\"']?post", form, flags=re.I)
        # The form on other sites has a seal of its own (docs/decisions/0029-embedded-form.md).
        if posts and "csrfmiddlewaretoken" not in form and "form_token" not in form:
            yield form[:200]
