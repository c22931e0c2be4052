"""A browser is alerted from when its agent says so until somebody signs out of it."""

from base64 import urlsafe_b64encode

from agents.conftest import Browser, Stage
from heard.record.models.alert import PushSubscription

SAID = {
    "endpoint": "https://push.example/7",
    "p256dh": urlsafe_b64encode(b"\4" + b"k" * 64).decode(),
    "auth": urlsafe_b64encode(b"s" * 16).decode(),
}


def test_it_ends_with_signing_out_of_that_browser_alone(stage: Stage, allie: Browser) -> None:
    assert allie.post("/desk/me/push/", SAID).status_code == 204
    other = {**SAID, "endpoint": "https://push.example/8"}
    allie.post("/desk/me/push/", other)
    assert set(PushSubscription.objects.values_list("agent", flat=True)) == {stage.allie.pk}
    allie.post("/accounts/logout/")
    kept = PushSubscription.objects.get()
    assert kept.secret and "push.example" not in kept.secret


def test_what_is_no_subscription_is_refused(stage: Stage, allie: Browser) -> None:
    assert allie.post("/desk/me/push/", {**SAID, "auth": "short"}).status_code != 204
    assert not PushSubscription.objects.exists()


def test_the_worker_script_is_one(allie: Browser) -> None:
    answer = allie.get("/desk/push.js")
    assert (
        answer.headers["Content-Type"].startswith("text/javascript") and b"showNotification" in answer.content
    )
