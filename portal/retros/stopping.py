"""The signed address by which a weekly mail is stopped without signing in."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from portal.accounts.models import User


def _signer() -> Signer:
    return Signer(salt="portal.retros.stop", sep=".")


def address_for(learner: User) -> str:
    """Return the path of the page that stops the learner's weekly mail; it holds for ever."""
    return reverse("retros:stop", args=[_signer().sign(str(learner.pk))])


def learner_of(token: str) -> User | None:
    """Return whose mail a token stops; None for one we did not sign, or an account that is gone."""
    try:
        pk = _signer().unsign(token)
    except BadSignature:
        return None
    return User.objects.filter(pk=pk).first()
