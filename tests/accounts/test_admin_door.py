"""The Django admin goes through the same door, and shows no secrets."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client
from pytest_django import Settings

from portal.accounts.models import Invitation, User
from tests.accounts.conftest import PASSWORD, MakeUser, sign_in, signed_in


def test_the_admin_sends_a_stranger_to_the_door_and_back(client: Client, make_user: MakeUser) -> None:
    make_user(is_staff=True, is_superuser=True)
    response = client.get("/admin/accounts/user/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2Faccounts%2Fuser%2F"
    form = {"login": "mira@example.org", "password": PASSWORD, "next": "/admin/accounts/user/"}
    assert client.post("/accounts/login/", form, follow=True).status_code == 200
    assert signed_in(client)


def test_the_admin_has_no_door_of_its_own(client: Client, make_user: MakeUser) -> None:
    make_user(is_staff=True, is_superuser=True)
    response = client.post("/admin/login/", {"username": "mira@example.org", "password": PASSWORD})
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")
    assert not signed_in(client)


def test_a_flood_at_the_door_of_the_admin_meets_the_same_limit(make_user: MakeUser) -> None:
    make_user(is_staff=True)
    pages = [
        Client().post(
            "/accounts/login/?next=/admin/",
            {"login": "mira@example.org", "password": f"wrong {n}", "next": "/admin/"},
        )
        for n in range(6)
    ]
    assert "Too many tries" in pages[-1].content.decode()


def test_a_learner_is_told_plainly_that_the_admin_is_for_staff(client: Client, make_user: MakeUser) -> None:
    client.force_login(make_user())
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert "The admin is for staff" in response.content.decode()
    assert len(response.redirect_chain) == 1, "and not sent round in circles"


def test_a_password_is_changed_on_the_portals_page_only(client: Client, make_user: MakeUser) -> None:
    client.force_login(make_user(is_staff=True))
    response = client.get("/admin/password_change/")
    assert response.headers["Location"] == "/accounts/password/change/"


def chief(make_user: MakeUser) -> Client:
    client = Client()
    client.force_login(make_user("chief@example.org", is_staff=True, is_superuser=True))
    return client


def test_staff_invite_in_the_admin_and_cannot_change_what_was_sent(
    make_user: MakeUser, settings: Settings
) -> None:
    settings.SIGN_UP = "invite"
    client = chief(make_user)
    response = client.post("/admin/accounts/invitation/add/", {"email": "guest@example.org"}, follow=True)
    assert "/invitation/" in response.content.decode()
    assert mail.outbox[0].to == ["guest@example.org"]
    invitation = Invitation.objects.get()
    assert invitation.invited_by.email == "chief@example.org"
    client.post(f"/admin/accounts/invitation/{invitation.pk}/change/", {"email": "other@example.org"})
    assert Invitation.objects.get().email == "guest@example.org"


def test_an_invitation_the_rules_refuse_gets_a_sentence(make_user: MakeUser) -> None:
    response = chief(make_user).post("/admin/accounts/invitation/add/", {"email": "guest@example.org"})
    assert response.status_code == 409
    assert "SIGN_UP=invite" in response.content.decode()
    assert not Invitation.objects.exists()


def test_staff_add_a_person_whose_address_still_has_to_be_proved(make_user: MakeUser) -> None:
    form = {
        "email": "Added@Example.org",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    inline = {f"profile-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    response = chief(make_user).post("/admin/accounts/user/add/", form | inline)
    assert response.status_code == 302
    assert User.objects.filter(email="added@example.org").exists()
    assert sign_in(Client(), "added@example.org").headers["Location"] == "/accounts/confirm-email/"
    assert not EmailAddress.objects.filter(email="added@example.org", verified=True).exists()


def test_staff_change_the_address_of_somebody_whose_mailbox_is_gone(make_user: MakeUser) -> None:
    user = make_user()
    page = f"/admin/accounts/user/{user.pk}/change/"
    profile = {
        "zone": "Europe/Lisbon",
        "rollover_hour": "4",
        "user": user.pk,
        "TOTAL_FORMS": 1,
        "INITIAL_FORMS": 1,
    }
    form = {
        f"profile-{name}" if name.isupper() else f"profile-0-{name}": value for name, value in profile.items()
    }
    answer = chief(make_user).post(page, {"email": "Moved@example.org", "is_active": "on"} | form)
    assert answer.status_code == 302, answer.context["errors"]
    for address, gets_in in (("moved@example.org", True), ("mira@example.org", False)):
        visitor = Client()
        sign_in(visitor, address)
        assert signed_in(visitor) is gets_in


def test_the_admin_shows_no_secret_of_a_second_factor_and_no_password(make_user: MakeUser) -> None:
    user = make_user()
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    client = chief(make_user)
    factor = Authenticator.objects.get()
    html = client.get(f"/admin/mfa/authenticator/{factor.pk}/change/").content.decode()
    assert secret not in html
    html = client.get(f"/admin/accounts/user/{user.pk}/change/").content.decode()
    assert user.password not in html


def test_staff_can_remove_the_second_factor_of_somebody_locked_out(make_user: MakeUser) -> None:
    TOTP.activate(make_user(), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    path = f"/admin/mfa/authenticator/{Authenticator.objects.get().pk}/delete/"
    chief(make_user).post(path, {"post": "yes"})
    assert not Authenticator.objects.exists()


def test_people_sessions_and_invitations_can_be_searched(make_user: MakeUser) -> None:
    client = chief(make_user)
    for model in ("accounts/user", "accounts/profile", "accounts/invitation", "usersessions/usersession"):
        assert client.get(f"/admin/{model}/?q=mira").status_code == 200, model
    for model in ("mfa/authenticator", "account/emailaddress"):
        assert client.get(f"/admin/{model}/?q=mira").status_code == 200, model


def test_ending_a_session_in_the_admin_signs_that_browser_out(make_user: MakeUser) -> None:
    make_user()
    visitor = Client()
    sign_in(visitor)
    client = chief(make_user)
    from allauth.usersessions.models import UserSession

    row = UserSession.objects.get(user__email="mira@example.org")
    client.post(f"/admin/usersessions/usersession/{row.pk}/delete/", {"post": "yes"})
    assert visitor.get("/settings/").status_code == 302
