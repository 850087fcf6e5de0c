"""How the person of a request is read."""

from allauth.account.auth_backends import AuthenticationBackend

from portal.accounts.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth is not typed
    """allauth's way of signing in; it reads how the person's days run along with them, as nearly every page asks."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person of a session, or None when the account is gone or shut."""
        user = User.objects.select_related("profile").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
