"""The first run: who may take a fresh installation, and only once."""

import pytest
from django.contrib.auth import get_user_model

from cast import PASSWORD, assemble
from heard.record.models.desk import Desk
from heard.site import firstrun

pytestmark = pytest.mark.django_db

ANSWERS = {
    "name": "Carla Diaz",
    "email": "carla@heard.example",
    "password": PASSWORD,
    "desk_name": "Support",
    "address": "support@heard.example",
    "zone": "America/New_York",
    "language": "en",
}
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}
THROUGH_A_PROXY = {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}


@pytest.mark.parametrize("path", ["/", "/desk/", "/desk/anything", "/accounts/login/"])
def test_the_bare_address_and_everything_of_the_desk_lead_here_first(client, path):
    assert client.get(path).headers["Location"] == "/setup"


def test_afterwards_the_bare_address_is_the_desk_for_who_is_signed_in_and_the_front_page_for_others(client):
    client.post("/setup", ANSWERS)
    assert client.get("/").headers["Location"] == "/desk/"
    client.logout()
    front = client.get("/", follow=True)
    assert front.redirect_chain[-1][0] == "/d/support/"
    assert b'href="/desk/"' in front.content


def test_seven_answers_open_the_desk(client):
    answer = client.post("/setup", ANSWERS)
    assert answer.headers["Location"] == "/desk/"
    admin = get_user_model().objects.get()
    assert (admin.email, admin.role, admin.zone) == ("carla@heard.example", "admin", "America/New_York")
    assert Desk.objects.get().addresses.get().address == "support@heard.example"
    assert client.session["_auth_user_id"] == str(admin.pk)


def test_afterwards_the_page_is_gone(client):
    assemble()
    assert client.get("/setup").status_code == 404
    assert client.post("/setup", ANSWERS).status_code == 404
    assert not get_user_model().objects.filter(role="admin").exists()


@pytest.mark.parametrize("stranger", [ELSEWHERE, THROUGH_A_PROXY])
def test_a_browser_elsewhere_needs_the_code(client, stranger):
    assert client.post("/setup", ANSWERS, **stranger).status_code == 422
    assert client.post("/setup", {**ANSWERS, "code": "guess"}, **stranger).status_code == 422
    assert not get_user_model().objects.exists()
    with_code = {**ANSWERS, "code": firstrun.setup_code()}
    assert client.post("/setup", with_code, **stranger).status_code == 302


def test_on_a_public_address_even_this_machine_needs_the_code(client, settings):
    settings.HEARD_IS_LOCAL = False
    assert client.post("/setup", ANSWERS).status_code == 422


WRONG = [
    ("email", "not an address"),
    ("password", "short"),
    ("password", "password123"),
    ("zone", "Mars/Olympus"),
    ("name", ""),
    ("address", ""),
]


@pytest.mark.parametrize(("field", "text"), WRONG)
def test_a_wrong_answer_is_said_at_its_field_and_the_others_are_kept(client, field, text):
    answer = client.post("/setup", {**ANSWERS, field: text})
    page = answer.content.decode()
    assert answer.status_code == 422 and not get_user_model().objects.exists()
    assert f'id="id_{field}_error"' in page
    kept = "desk_name" if field != "desk_name" else "name"
    assert f'value="{ANSWERS[kept]}"' in page
    assert PASSWORD not in page


def test_the_desk_starts_in_the_language_of_the_browser(client):
    """The page itself and its answer for the desk."""
    page = client.get("/setup", headers={"Accept-Language": "de"})
    assert page.headers["Content-Language"] == "de"
    assert '<option value="de" selected>' in page.content.decode()
