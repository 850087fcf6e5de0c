"""A new password by mail, and a new password while signed in."""

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from portal.accounts.models import User
from tests.accounts.conftest import MakeUser, confirm_password, last_link, sign_in, signed_in

NEXT = "a louder river at dusk"
ASK = "/accounts/password/reset/"


def choose(client: Client, link: str, password: str = NEXT) -> int:
    """Follow a reset link and save a password."""
    page = client.get(link, follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": password}).status_code


def test_a_link_by_mail_sets_a_new_password_once_and_ends_the_old_sessions(make_user: MakeUser) -> None:
    make_user()
    elsewhere = Client()
    sign_in(elsewhere)
    Client().post(ASK, {"email": "mira@example.org"})
    link = last_link()
    assert choose(Client(), link) == 302
    assert elsewhere.get("/settings/").status_code == 302
    assert signed_in_with(NEXT)
    assert "does not work" in Client().get(link, follow=True).content.decode()


def signed_in_with(password: str) -> bool:
    visitor = Client()
    sign_in(visitor, password=password)
    return signed_in(visitor)


def test_a_weak_new_password_is_refused(make_user: MakeUser) -> None:
    make_user()
    Client().post(ASK, {"email": "mira@example.org"})
    assert choose(Client(), last_link(), "password123") == 200
    assert not signed_in_with("password123")


def answer(email: str) -> tuple[int, str, set[str]]:
    visitor = Client()
    response = visitor.post(ASK, {"email": email})
    return response.status_code, response.headers["Location"], set(visitor.cookies)


@pytest.mark.parametrize("active", [True, False])
def test_asking_shows_the_same_and_sends_one_mail_whether_there_is_an_account_or_not(
    make_user: MakeUser, active: bool
) -> None:
    make_user("known@example.org", is_active=active)
    assert answer("known@example.org") == answer("unknown@example.org")
    assert [letter.to for letter in mail.outbox] == [["known@example.org"], ["unknown@example.org"]]
    assert mail.outbox[1].subject == "No account with this address"


@pytest.mark.parametrize("known", [True, False])
def test_asking_again_and_again_fills_no_mailbox_and_looks_the_same(make_user: MakeUser, known: bool) -> None:
    if known:
        make_user()
    answers = {
        Client().post(ASK, {"email": "mira@example.org"}, REMOTE_ADDR=f"198.51.100.{n}").headers["Location"]
        for n in range(9)
    }
    assert answers == {"/accounts/password/reset/done/"}
    assert len(mail.outbox) == 3


def test_somebody_else_asking_does_not_keep_the_owner_from_a_working_link(make_user: MakeUser) -> None:
    make_user()
    for n in range(9):
        Client().post(ASK, {"email": "mira@example.org"}, REMOTE_ADDR=f"198.51.100.{n}")
    owner = Client()
    assert owner.post(ASK, {"email": "mira@example.org"}, REMOTE_ADDR="203.0.113.5").status_code == 302
    assert choose(owner, last_link()) == 302
    assert signed_in_with(NEXT)


def test_one_address_asks_ten_times_a_minute_at_most(db: None) -> None:
    codes = [Client().post(ASK, {"email": f"p{n}@example.org"}).status_code for n in range(11)]
    assert codes == [302] * 10 + [429]


def test_a_new_password_opens_the_door_that_a_flood_had_narrowed(make_user: MakeUser) -> None:
    make_user()
    for n in range(110):
        sign_in(Client(), password="wrong one", REMOTE_ADDR=f"198.51.{n // 5}.1")
    stranger = Client()
    sign_in(stranger, REMOTE_ADDR="203.0.113.5")
    assert not signed_in(stranger), "from a new browser the account is narrowed"
    Client().post(ASK, {"email": "mira@example.org"})
    choose(Client(), last_link())
    sign_in(stranger, password=NEXT, REMOTE_ADDR="203.0.113.5")
    assert signed_in(stranger)


def test_an_address_somebody_only_typed_gets_no_link_to_their_account(make_user: MakeUser) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=make_user(), email="other@example.org")
    Client().post(ASK, {"email": "other@example.org"})
    assert mail.outbox[0].subject == "No account with this address"


def test_changing_the_password_asks_for_the_old_one_tells_by_mail_and_keeps_this_browser(
    client: Client, make_user: MakeUser
) -> None:
    make_user()
    sign_in(client)
    elsewhere = Client()
    sign_in(elsewhere)
    path = "/accounts/password/change/"
    assert client.post(path, {"oldpassword": "wrong", "password1": NEXT}).status_code == 200
    form = {"oldpassword": "a quiet river at dawn", "password1": NEXT}
    assert client.post(path, form).status_code == 302
    assert mail.outbox[-1].subject == "Your password was changed"
    assert client.get("/settings/").status_code == 200
    assert elsewhere.get("/settings/").status_code == 302


def test_somebody_without_a_password_sets_a_first_one(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    assert client.get("/accounts/password/change/").headers["Location"] == "/accounts/password/set/"
    client.post("/accounts/password/set/", {"password1": NEXT})
    assert User.objects.get().check_password(NEXT)


def test_an_address_change_counts_only_once_it_is_proved(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    client.force_login(user)
    confirm_password(client)
    client.post("/accounts/email/", {"action_add": "", "email": "next@example.org"})
    user.refresh_from_db()
    assert user.email == "mira@example.org"
    client.post(last_link_to("next@example.org"))
    user.refresh_from_db()
    assert user.email == "next@example.org"
    assert [letter.to for letter in mail.outbox if "changed" in letter.subject] == [["mira@example.org"]]
    visitor = Client()
    sign_in(visitor, "next@example.org")
    assert signed_in(visitor)


def last_link_to(address: str) -> str:
    from tests.accounts.conftest import link_in

    return link_in(str([letter for letter in mail.outbox if letter.to == [address]][-1].body))


def test_an_address_change_asks_for_the_password_first(client: Client, make_user: MakeUser) -> None:
    client.force_login(make_user())
    response = client.post("/accounts/email/", {"action_add": "", "email": "next@example.org"})
    assert response.headers["Location"].startswith("/accounts/reauthenticate/")
    assert not mail.outbox


def test_a_taken_address_shows_the_same_to_somebody_who_wants_to_change_to_it(
    client: Client, make_user: MakeUser
) -> None:
    make_user("taken@example.org")
    client.force_login(make_user())
    confirm_password(client)
    for address in ("taken@example.org", "free@example.org"):
        response = client.post("/accounts/email/", {"action_add": "", "email": address}, follow=True)
        assert f"Waiting for {address}" in response.content.decode()
    assert [letter.to for letter in mail.outbox] == [["taken@example.org"], ["free@example.org"]]


def test_a_dead_mail_server_is_said_plainly_and_the_same_for_all(
    make_user: MakeUser, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    make_user("known@example.org")
    for address in ("known@example.org", "unknown@example.org"):
        response = Client().post(ASK, {"email": address})
        assert response.status_code == 409
        assert "mail server does not answer" in response.content.decode()
