"""Signing in: the limits, who they must not shut out, and what a spy can learn."""

import time
from datetime import datetime, timedelta, timezone
from statistics import median

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from tests.accounts.conftest import PASSWORD, MakeUser, sign_in, signed_in

ATTACKER = "198.51.100.7"
HOME = "203.0.113.5"
WRONG = "not the password"


def flood(email: str, count: int, address: str = ATTACKER, visitor: Client | None = None) -> list[str]:
    """Guess ``count`` times; return the distinct refusals."""
    pages = [
        sign_in(visitor or Client(), email, f"{WRONG} {n}", REMOTE_ADDR=address).content.decode()
        for n in range(count)
    ]
    return ["limit" if "Too many tries" in page else "mismatch" for page in pages]


def test_the_right_password_signs_in_and_leads_where_one_wanted_to_go(
    client: Client, make_user: MakeUser
) -> None:
    make_user()
    form = {"login": "Mira@Example.org", "password": PASSWORD, "next": "/path/?weeks=4"}
    assert client.post("/accounts/login/", form).headers["Location"] == "/path/?weeks=4"
    assert signed_in(client)


def test_the_way_back_never_leads_to_another_site(client: Client, make_user: MakeUser) -> None:
    make_user()
    form = {"login": "mira@example.org", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post("/accounts/login/", form).headers["Location"] == "/"


@pytest.mark.parametrize(("remember", "lasts"), [({"remember": "on"}, True), ({}, False)])
def test_staying_signed_in_is_a_choice(
    client: Client, make_user: MakeUser, remember: dict[str, str], lasts: bool
) -> None:
    make_user()
    client.post("/accounts/login/", {"login": "mira@example.org", "password": PASSWORD} | remember)
    assert bool(client.cookies["session"]["max-age"]) is lasts


def test_a_flood_from_one_address_is_stopped_and_the_owner_gets_in_from_another(make_user: MakeUser) -> None:
    make_user()
    answers = flood("mira@example.org", 12)
    assert answers == ["mismatch"] * 5 + ["limit"] * 7
    owner = Client()
    sign_in(owner, REMOTE_ADDR=HOME)
    assert signed_in(owner)


def test_a_flood_of_hours_from_one_address_never_shuts_the_owner_out(make_user: MakeUser) -> None:
    make_user()
    start = datetime.now(timezone.utc)
    with time_machine.travel(start, tick=False) as clock:
        for _ in range(12 * 2):
            flood("mira@example.org", 5)
            clock.shift(timedelta(minutes=5))
            owner = Client()
            sign_in(owner, REMOTE_ADDR=HOME)
            assert signed_in(owner)


def test_a_flood_from_many_addresses_is_stopped_but_not_for_a_browser_the_owner_used(
    make_user: MakeUser,
) -> None:
    make_user()
    owner = Client()
    sign_in(owner, REMOTE_ADDR=HOME)
    owner.post("/accounts/logout/")
    answers = [flood("mira@example.org", 5, f"198.51.100.{n}") for n in range(22)]
    assert answers[19] == ["mismatch"] * 5
    assert answers[20] == ["limit"] * 5, "100 guesses an hour for one account, from wherever they come"
    sign_in(owner, REMOTE_ADDR="192.0.2.44")
    assert signed_in(owner), "the owner's browser counts for itself, at any address"


def test_browsers_that_know_another_account_get_no_favour(make_user: MakeUser) -> None:
    make_user("attacker@example.org")
    make_user("victim@example.org")
    answers = []
    for n in range(21):
        visitor = Client()
        sign_in(visitor, "attacker@example.org", REMOTE_ADDR=f"198.51.100.{n}")
        visitor.post("/accounts/logout/")
        answers.append(flood("victim@example.org", 5, f"198.51.100.{n}", visitor))
    assert answers[19:] == [["mismatch"] * 5, ["limit"] * 5]


def test_a_stolen_browser_mark_still_has_a_limit(make_user: MakeUser) -> None:
    make_user()
    visitor = Client()
    sign_in(visitor)
    visitor.post("/accounts/logout/")
    answers = [flood("mira@example.org", 1, f"198.51.100.{n}", visitor)[0] for n in range(7)]
    assert answers == ["mismatch"] * 5 + ["limit"] * 2


def test_one_address_cannot_try_one_password_on_many_accounts(db: None) -> None:
    answers = [flood(f"p{n}@example.org", 1)[0] for n in range(12)]
    assert answers == ["mismatch"] * 10 + ["limit"] * 2


def test_a_right_password_does_not_wipe_the_count_of_wrong_ones(make_user: MakeUser) -> None:
    make_user()
    make_user("attacker@example.org")
    flood("mira@example.org", 4)
    sign_in(Client(), "attacker@example.org", REMOTE_ADDR=ATTACKER)
    assert flood("mira@example.org", 2) == ["mismatch", "limit"]


def test_another_host_name_gives_no_second_budget(make_user: MakeUser, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    make_user()
    flood("mira@example.org", 5)
    page = sign_in(Client(), password=WRONG, REMOTE_ADDR=ATTACKER, HTTP_HOST="other.example")
    assert "Too many tries" in page.content.decode()


def test_a_flood_of_other_tries_does_not_push_out_the_count(make_user: MakeUser) -> None:
    make_user()
    flood("mira@example.org", 5)
    for n in range(310):
        sign_in(Client(), f"p{n}@example.org", WRONG, REMOTE_ADDR=f"10.0.{n % 200}.{n // 200}")
    assert flood("mira@example.org", 1) == ["limit"]


def page_of(email: str, password: str) -> tuple[int, set[str], str]:
    visitor = Client()
    response = sign_in(visitor, email, password)
    page = response.content.decode().replace(email, "ADDRESS")
    lines = [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
    return response.status_code, set(visitor.cookies), "\n".join(lines)


def test_a_wrong_password_and_an_unknown_address_look_the_same(make_user: MakeUser) -> None:
    make_user("known@example.org")
    assert page_of("known@example.org", WRONG) == page_of("unknown@example.org", WRONG)


def test_the_limit_looks_the_same_for_an_unknown_address(make_user: MakeUser) -> None:
    make_user("known@example.org")
    assert flood("known@example.org", 7) == flood("unknown@example.org", 7, "198.51.100.8")


@pytest.mark.parametrize("kind", ["password", "no password", "resting"])
def test_a_wrong_password_and_an_unknown_address_take_the_same_work(
    make_user: MakeUser, settings: Settings, kind: str
) -> None:
    settings.PASSWORD_HASHERS = ["portal.accounts.hashers.Argon2"]
    settings.ACCOUNT_RATE_LIMITS = False
    user = make_user("known@example.org", is_active=kind != "resting")
    if kind == "no password":
        user.set_unusable_password()
        user.save()

    def seconds(email: str) -> float:
        start = time.process_time()
        sign_in(Client(), email, WRONG)
        return time.process_time() - start

    seconds("known@example.org")
    pairs = [(seconds("known@example.org"), seconds("unknown@example.org")) for _ in range(9)]
    known, unknown = (median(side) for side in zip(*pairs, strict=True))
    assert 0.7 < known / unknown < 1.4, (known, unknown)


def test_somebody_switched_off_is_told_so_only_with_the_right_password(
    client: Client, make_user: MakeUser
) -> None:
    make_user(is_active=False)
    assert "did not match" in sign_in(client, password=WRONG).content.decode()
    assert sign_in(client).headers["Location"] == "/accounts/inactive/"
    assert not signed_in(client)


def test_behind_a_proxy_the_limits_see_the_visitor_and_not_the_proxy(
    make_user: MakeUser, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    make_user()
    for n in range(8):
        sign_in(Client(), password=WRONG, HTTP_X_FORWARDED_FOR=f"6.6.6.{n}, {ATTACKER}")
    owner = Client()
    sign_in(owner, HTTP_X_FORWARDED_FOR=HOME)
    assert signed_in(owner)
    page = sign_in(Client(), password=WRONG, HTTP_X_FORWARDED_FOR=f"6.6.6.99, {ATTACKER}").content.decode()
    assert "Too many tries" in page, "a made-up first address buys no new budget"
