"""Name, time zone, the hour a day begins, and the view guard for learners."""

from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.test import Client, RequestFactory
from django_htmx.middleware import HtmxMiddleware

from portal.accounts import selectors, services
from portal.accounts.http import LearnerRequest, learner_required
from portal.accounts.models import Profile, User
from portal.accounts.rules import browser_name, zone_choices
from portal.core.errors import Refused
from tests.accounts.conftest import MakeUser, sign_in

GOOD = {"name": "Mira Okafor", "zone": "Asia/Calcutta", "rollover_hour": "3"}


def test_what_is_saved_in_the_settings_is_there_again(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    client.force_login(user)
    assert client.post("/settings/", GOOD).status_code == 302
    html = client.get("/settings/").content.decode()
    assert 'value="Mira Okafor"' in html
    assert '<option value="Asia/Calcutta" selected>' in html, "browsers report old names too"
    profile = Profile.objects.get(user=user)
    assert (profile.zone, profile.rollover_hour, profile.zone_confirmed) == ("Asia/Calcutta", 3, True)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"zone": "Mars/Phobos"}, "“Mars/Phobos” is not a time zone."),
        ({"zone": "../../etc/passwd"}, "is not a time zone."),
        ({"zone": ""}, "This field is required."),
        ({"rollover_hour": "13"}, "13 is not one of the available choices"),
        ({"name": "x" * 81}, "at most 80 characters"),
    ],
)
def test_the_settings_refuse_with_a_sentence_and_keep_what_there_was(
    client: Client, make_user: MakeUser, wrong: dict[str, str], words: str
) -> None:
    user = make_user()
    client.force_login(user)
    response = client.post("/settings/", GOOD | wrong)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert Profile.objects.get(user=user).zone == "Europe/Lisbon"


def test_every_zone_that_is_offered_or_known_can_be_loaded() -> None:
    offered = {name for _, places in zone_choices("US/Eastern") for name, _ in places}
    assert {"UTC", "US/Eastern", "Europe/Berlin", "Asia/Kolkata"} <= offered
    assert offered <= available_timezones()
    assert all(ZoneInfo(name) for name in offered)


def test_the_service_itself_refuses_an_unknown_zone(make_user: MakeUser) -> None:
    with pytest.raises(Refused, match="not a time zone"):
        services.confirm_zone(make_user(), zone="Mars/Phobos")


@pytest.fixture
def newcomer(make_user: MakeUser) -> User:
    user = make_user()
    Profile.objects.all().delete()
    return user


def test_the_zone_is_asked_for_once_and_later_is_an_answer(client: Client, newcomer: User) -> None:
    form = {"login": newcomer.email, "password": "a quiet river at dawn", "next": "/path/"}
    response = client.post("/accounts/login/", form)
    assert response.headers["Location"] == "/settings/zone/?next=%2Fpath%2F"
    assert not Profile.objects.exists(), "asking writes nothing"
    response = client.post("/settings/zone/", {"later": "yes", "next": "/path/"})
    assert response.headers["Location"] == "/path/"
    assert not selectors.profile_of(newcomer).zone_confirmed
    assert "not confirmed this zone yet" in client.get("/settings/").content.decode()
    assert sign_in(Client()).headers["Location"] == "/"


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_question_for_the_zone_never_leads_to_another_site(
    client: Client, newcomer: User, onward: str
) -> None:
    client.force_login(newcomer)
    response = client.post("/settings/zone/", {"zone": "Europe/Oslo", "next": onward})
    assert response.headers["Location"] == "/"


def test_nobody_was_asked_yet_means_utc_and_four_in_the_morning(newcomer: User) -> None:
    profile = selectors.profile_of(newcomer)
    assert (profile.zone, profile.rollover_hour, profile.zone_confirmed) == ("UTC", 4, False)


@learner_required
def room(request: LearnerRequest) -> object:
    raise AssertionError("a stranger got in")


def send(method: str, **headers: str) -> object:
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().generic(method, "/tick/", **headers)
    request.user = AnonymousUser()
    return HtmxMiddleware(lambda request: room(request))(request)


def test_a_stranger_who_sends_a_form_comes_back_to_its_page_and_not_to_its_address() -> None:
    response = send("POST", HTTP_REFERER="http://testserver/path/sql/?x=1")
    assert response.headers["Location"] == "/accounts/login/?next=/path/sql/%3Fx%3D1"
    response = send("POST", HTTP_REFERER="http://evil.example/path/")
    assert response.headers["Location"] == "/accounts/login/?next=/"


def test_a_stranger_inside_a_page_is_sent_to_the_door_as_a_whole_page() -> None:
    response = send("POST", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://testserver/path/")
    assert response.headers["HX-Redirect"] == "/accounts/login/?next=/path/"
    assert "Location" not in response.headers


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Gecko/140.0 Firefox/140.0", "Firefox on Android"),
        ("curl/8", "Another browser"),
    ],
)
def test_a_browser_is_called_by_a_name_a_person_knows(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name
