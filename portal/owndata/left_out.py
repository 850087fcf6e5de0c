"""Rows that belong to somebody and are not taken along, each with the reason."""

from typing import Final

LEFT_OUT: Final = {
    "account.EmailAddress": "how one signs in is the account's, not the learner's; the address is in the manifest",
    "account.EmailConfirmation": "a secret that was mailed",
    "mfa.Authenticator": "a second factor is a secret, bound to this portal",
    "usersessions.UserSession": "a browser that is signed in; its key is a secret",
    "admin.LogEntry": "what staff did in the admin; it speaks of others",
    "accounts.PlanChange": "word left for the reminders that a plan changed; gone within a minute",
    "reminders.CalendarFeed": "a secret address, bound to this portal",
    "accounts.Invitation": "the address of somebody else",
    "owndata.Leaving": "an account that was brought back is not leaving",
    "outbox.Delivery": "the queue of what this portal sends; what was sent is with the learner already",
    "outbox.Address": "its keys and secrets belong to this portal alone; channels.csv in the archive names each",
    "content.Release": "what somebody did for the curriculum stays with it; the name goes when the account goes",
    "studio.Draft": "it hangs on the files of this portal's curriculum; its text is in the archive, below drafts/",
    "studio.Proposal": "what somebody did for the curriculum stays with it; the name goes when the account goes",
    "index.Document": "the index of the notes, made again from them",
    "index.Word": "the words of that index",
    "index.Gram": "parts of the words of everybody's texts",
}
