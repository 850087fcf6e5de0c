"""Password hashing sized for small machines."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 46 MiB, one pass, one lane: OWASP's first choice.

    Django's own default takes 100 MiB for each sign-in, so four at once would fill a small server.
    """

    time_cost = 1
    memory_cost = 47104
    parallelism = 1
