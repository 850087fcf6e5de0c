"""Who may open what: every view of the portal by name. A view that is not here fails ``test_access.py``.

``open``: anybody. ``learner``: whoever is signed in, and each sees their own only. ``staff``: people with that right.
``editor``, ``publisher``: staff who may edit content, or publish it; a publisher may do what an editor may.
``away``: a page of the sign-in that is only for those who are not signed in, or only on the way through it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver

ACCESS: Final = {
    "reading:front": "open",
    "reading:theme": "open",
    "reading:path": "open",
    "reading:track": "open",
    "reading:lesson": "open",
    "reading:concepts": "open",
    "reading:concept": "open",
    "content:asset": "open",
    "search:search": "open",
    "search:key": "open",
    "progress:tick": "learner",
    "progress:done": "learner",
    "progress:place": "learner",
    "routine:today": "learner",
    "routine:day": "learner",
    "routine:shape": "learner",
    "routine:mark": "learner",
    "routine:timer": "learner",
    "routine:log": "learner",
    "routine:state": "learner",
    "routine:swap": "learner",
    "routine:year": "learner",
    "routine:forecast": "learner",
    "routine:book": "learner",
    "routine:settings": "learner",
    "routine:away-add": "learner",
    "routine:away-remove": "learner",
    "routine:pause": "learner",
    "reminders:settings": "learner",
    "reminders:answer": "learner",
    "reminders:calendar-make": "learner",
    "reminders:calendar-revoke": "learner",
    "reminders:calendar": "open",  # the address is the secret
    "reminders:link": "open",  # the token is the permission, for one learner and one reminder
    "reminders:link-action": "open",
    "reminders:one-click": "open",
    "retros:index": "learner",
    "retros:settings": "learner",
    "retros:stop": "open",
    "retros:week": "learner",
    "retros:save": "learner",
    "retros:export": "learner",
    "notes:list": "learner",
    "notes:export": "learner",
    "notes:lesson": "learner",
    "notes:lesson-save": "learner",
    "notes:lesson-beside": "learner",
    "notes:lesson-link": "learner",
    "notes:day": "learner",
    "notes:day-save": "learner",
    "notes:bin": "learner",
    "notes:erase": "learner",
    "notes:version": "learner",
    "notes:back": "learner",
    "notes:link": "learner",
    "notes:link-change": "learner",
    "notes:link-tick": "learner",
    "notes:link-remove": "learner",
    "taking:quiz": "learner",
    "taking:start": "learner",
    "taking:attempt": "learner",
    "taking:question": "learner",
    "taking:answer": "learner",
    "taking:finish": "learner",
    "taking:statistics": "staff",
    "taking:statistics-quiz": "staff",
    "taking:statistics-table": "staff",
    "taking:quiz-gift": "staff",
    "taking:cards-anki": "learner",
    "taking:review": "learner",
    "taking:review-undo": "learner",
    "taking:review-answer": "learner",
    "taking:review-judge": "learner",
    "taking:reviewed": "learner",
    "taking:review-settings": "learner",
    "taking:cards": "learner",
    "taking:card-new": "learner",
    "taking:card-edit": "learner",
    "taking:card-remove": "learner",
    "taking:card-suspend": "learner",
    "outbox:outbox": "staff",
    "outbox:retry": "staff",
    "outbox:cancel": "staff",
    "outbox:metrics": "open",
    "owndata:page": "learner",
    "owndata:export": "learner",
    "owndata:import": "learner",
    "owndata:leave": "learner",
    "owndata:choice": "learner",
    "owndata:keep": "learner",
    "outbox:channels": "learner",
    "outbox:channel-add": "learner",
    "outbox:channel-switch": "learner",
    "outbox:channel-test": "learner",
    "outbox:address-remove": "learner",
    "outbox:push-worker": "open",
    "studio:tree": "editor",
    "git:index": "editor",
    "git:pull": "publisher",
    "git:push": "publisher",
    "health:index": "editor",
    "health:look": "editor",
    "accounts:profile": "learner",
    "accounts:zone": "learner",
    "accounts:setup": "open",
    "accounts:invitation": "open",
    "accounts:mailbox": "staff",
    "accounts:letter": "staff",
    "account_login": "away",
    "account_logout": "away",
    "account_inactive": "open",
    "account_signup": "away",
    "account_reauthenticate": "learner",
    "account_email": "learner",
    "account_email_verification_sent": "open",
    "account_change_password": "learner",
    "account_set_password": "learner",
    "account_reset_password": "open",
    "account_confirm_email": "open",
    "account_reset_password_from_key": "open",
    "account_reset_password_from_key_done": "open",
    "account_reset_password_done": "open",
    "mfa_index": "learner",
    "mfa_authenticate": "away",
    "mfa_reauthenticate": "learner",
    "mfa_activate_totp": "learner",
    "mfa_deactivate_totp": "learner",
    "mfa_view_recovery_codes": "learner",
    "mfa_generate_recovery_codes": "learner",
    "mfa_download_recovery_codes": "learner",
    "mfa_list_webauthn": "learner",
    "mfa_add_webauthn": "learner",
    "mfa_reauthenticate_webauthn": "learner",
    "mfa_remove_webauthn": "learner",
    "mfa_edit_webauthn": "learner",
    "mfa_login_webauthn": "away",
    "usersessions_list": "learner",
    "admin:login": "away",
    "admin:logout": "away",
}
FORMS: Final = {name for name in ACCESS if name.startswith("progress:")} | {
    "reading:theme",
    "search:key",
    "routine:shape",
    "routine:mark",
    "routine:timer",
    "routine:log",
    "routine:state",
    "routine:swap",
    "routine:away-add",
    "routine:away-remove",
    "routine:pause",
    "reminders:answer",
    "reminders:calendar-make",
    "reminders:calendar-revoke",
    "retros:settings",
    "retros:save",
    "notes:lesson-save",
    "notes:lesson-link",
    "notes:day-save",
    "notes:bin",
    "notes:erase",
    "notes:back",
    "notes:link-change",
    "notes:link-tick",
    "notes:link-remove",
    "outbox:retry",
    "outbox:cancel",
    "outbox:channel-add",
    "outbox:channel-switch",
    "outbox:channel-test",
    "outbox:address-remove",
    "owndata:import",
    "owndata:keep",
    "taking:start",
    "taking:answer",
    "taking:finish",
    "taking:review-undo",
    "taking:review-answer",
    "taking:review-judge",
    "taking:card-remove",
    "taking:card-suspend",
    "health:look",
    "git:pull",
    "git:push",
}
"""Views that take POST only."""


@dataclass(frozen=True, slots=True)
class View:
    """One address of the resolver: its name with all namespaces, its pattern, and the names of its parameters."""

    name: str
    route: str
    parameters: tuple[str, ...]

    @property
    def access(self) -> str | None:
        """Return who may open it; the admin's own views are for staff without being named, None is a view not judged."""
        return ACCESS.get(self.name) or ("staff" if self.name.startswith("admin:") else None)


def every_view() -> Iterator[View]:
    """Yield every address the portal answers at."""
    yield from _walk(get_resolver().url_patterns, (), "", ())


def _walk(
    patterns: list[URLPattern | URLResolver], names: tuple[str, ...], route: str, parameters: tuple[str, ...]
) -> Iterator[View]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        given = (*parameters, *{**pattern.pattern.converters, **pattern.pattern.regex.groupindex})
        if isinstance(pattern, URLResolver):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from _walk(pattern.url_patterns, inner, here, given)
        else:
            yield View(":".join((*names, pattern.name or "")), here, given)
