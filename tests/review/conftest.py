"""Somebody who reviews."""

import pytest

from portal.accounts.models import User
from tests.factories import make_learner


@pytest.fixture
def learner(db: None) -> User:
    """Return a learner in UTC whose day begins at four."""
    return make_learner(zone="UTC")
