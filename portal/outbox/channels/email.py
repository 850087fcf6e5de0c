"""Letters, through whatever mail backend Django is set to: SMTP, a provider by Anymail, or files on a laptop."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from select import select
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any, Final

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from portal.accounts.models import User
from portal.outbox.channels import NotTaken, channels
from portal.outbox.messages import Message
from portal.outbox.selectors.reach import reached_by_mail

TAKEN: Final = "The mail server took it."
HUNG: Final = "The mail server did not come to an end with its answer."
CLOSING: Final = 421
BUSY: Final = (CLOSING, 450)
"""What a server says that wants to be left alone: closing down, or too much for now."""
MISFIT: Final = (552, 555)
"""What it says of a letter, not of us, before it knows for whom it is."""
ANSWERS: Final = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)
"""After these smtplib has put the conversation back to its beginning, and it goes on."""
PATIENCE_AT_THE_END: Final = 2.0
GLANCE: Final = 0.2
"""Every how many seconds a conversation is looked at."""


@channels.register
class Email:
    """Letters to the proved address of an account."""

    slug = "email"
    label = "E-mail"

    def reached(self, user_ids: Iterable[int]) -> set[int]:
        """Return those with an active account whose address is proved, and who did not switch mail off."""
        return reached_by_mail(user_ids)

    @contextmanager
    def open(self) -> Iterator[Post]:
        """Give out a connection to the mail server."""
        post = Post()
        try:
            yield post
        finally:
            post.hang_up()


class Post:
    """A connection that is opened for the first letter, kept for the next, and opened anew after it broke."""

    def __init__(self) -> None:
        """Begin without a connection."""
        self._backend: BaseEmailBackend | None = None
        self._used = False
        self._text_left = False
        self._watch = Watch()

    def send(self, user: User, message: Message, message_id: str) -> str:
        """Hand one letter over; raises ``NotTaken``. It takes ``EMAIL_TIMEOUT`` seconds at most, once connected."""
        letter = letter_of(user, message, message_id)
        try:
            self._hand(letter)
        except smtplib.SMTPSenderRefused:
            # A server may end a conversation after some letters; of this one nothing has been said yet.
            self._drop()
            self._hand(letter)
        return TAKEN

    def _hand(self, letter: EmailMultiAlternatives) -> None:
        """Hand a letter to the connection; raises ``NotTaken``, and ``SMTPSenderRefused`` if that ends a used one."""
        backend = self._opened()
        self._text_left = False
        self._watch.begin(backend, settings.EMAIL_TIMEOUT)
        try:
            backend.send_messages([letter])
            if self._watch.end():  # half an answer looks like a whole one when the line ends
                raise TimeoutError(HUNG)
        except (smtplib.SMTPException, OSError, AnymailError) as error:
            if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code == CLOSING and self._used:
                raise
            refusal = NotTaken(HUNG, busy="domain") if self._watch.end() else _refusal(error)
            answered = isinstance(error, ANSWERS)
            refusal.doubtful = self._text_left and not answered
            if refusal.busy or not answered:
                self._drop()
            raise refusal from error
        except ValueError as error:  # a header that would break out of its line, an odd address
            raise NotTaken(_words(error), permanent=True) from error
        finally:
            self._watch.end()
        self._used = True

    def _opened(self) -> BaseEmailBackend:
        """Return the open connection; what keeps it from being opened keeps every letter.

        One that the server has closed after the letter before is no fault of the next one.
        """
        if self._backend is not None and self._used and _closed(self._backend):
            self._drop()
        if self._backend is None:
            backend = self._backend = get_connection()
            self._used = False
            try:
                backend.open()
            except (smtplib.SMTPException, OSError, AnymailError) as error:
                self._drop()
                raise NotTaken(_words(error), busy="channel") from error
            self._note_texts(backend)
        return self._backend

    def _note_texts(self, backend: BaseEmailBackend) -> None:
        """Note when the text of a letter leaves: if the line breaks from then on, the server may have the letter."""
        line: Any = getattr(backend, "connection", None)
        if isinstance(line, smtplib.SMTP):
            hand_over = line.data

            def noted(msg: Any) -> tuple[int, bytes]:
                self._text_left = True
                return hand_over(msg)

            line.data = noted  # type: ignore[method-assign]

    def _drop(self) -> None:
        """Forget a connection without a word: a server that does not listen would let us wait once more."""
        if self._backend is not None:
            for name in ("connection", "_partial_connection"):
                line = getattr(self._backend, name, None)
                if isinstance(line, smtplib.SMTP):
                    line.close()
                    setattr(self._backend, name, None)
        self.close()

    def hang_up(self) -> None:
        """End the connection and the watch over it."""
        self.close()
        self._watch.close()

    def close(self) -> None:
        """End the connection."""
        if self._backend is not None:
            if line := _socket(self._backend):
                line.settimeout(PATIENCE_AT_THE_END)
            with suppress(smtplib.SMTPException, OSError):
                self._backend.close()
            self._backend = None


def letter_of(user: User, message: Message, message_id: str) -> EmailMultiAlternatives:
    """Return the letter. It says that a machine wrote it, and has the same id whenever it is sent."""
    headers = {**message.headers, "Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    letter = EmailMultiAlternatives(
        message.subject, message.text, settings.DEFAULT_FROM_EMAIL, [user.email], headers=headers
    )
    if message.html:
        letter.attach_alternative(message.html, "text/html")
    return letter


def _socket(backend: BaseEmailBackend) -> socket.socket | None:
    """Return what an SMTP connection runs over."""
    line: Any = getattr(backend, "connection", None)
    return line.sock if isinstance(line, smtplib.SMTP) else None


def _closed(backend: BaseEmailBackend) -> bool:
    """Return whether a connection has something to say though nobody asked: that it is at its end."""
    line = _socket(backend)
    return line is not None and bool(select([line], [], [], 0)[0])


class Watch:
    """Ends a conversation that takes too long, wherever it is: a server that drips would never time out.

    One thread for as long as a line is open, because one for each letter costs more than the letter.
    """

    def __init__(self) -> None:
        """Begin with nothing to watch."""
        self._over = Event()
        self._lock = Lock()
        self._watched: tuple[BaseEmailBackend, float] | None = None
        self._cut = False
        self._thread: Thread | None = None

    def begin(self, backend: BaseEmailBackend, seconds: float) -> None:
        """Watch one letter."""
        if self._thread is None:
            self._thread = Thread(target=self._look, daemon=True)
            self._thread.start()
        with self._lock:
            self._watched, self._cut = (backend, monotonic() + seconds), False

    def end(self) -> bool:
        """Watch it no more, and return whether it took too long."""
        with self._lock:
            self._watched = None
            return self._cut

    def close(self) -> None:
        """End the watch."""
        self._over.set()

    def _look(self) -> None:
        while not self._over.wait(GLANCE):
            with self._lock:
                if self._watched and monotonic() > self._watched[1]:
                    self._cut = True
                    if line := _socket(self._watched[0]):
                        with suppress(OSError):
                            line.shutdown(socket.SHUT_RDWR)


def _refusal(error: Exception) -> NotTaken:
    """Return what an error means: for this letter, for its domain, or for all letters."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, said = next(iter(error.recipients.values()))
            return _by_code(code, said)
        case smtplib.SMTPSenderRefused() if error.smtp_code not in MISFIT:
            # Our own address or account is refused: no fault of who it is for, whatever the code.
            temporary = 400 <= error.smtp_code < 500 and error.smtp_code != 421
            return NotTaken(_words(error), busy="" if temporary else "channel")
        case smtplib.SMTPResponseException():
            return _by_code(error.smtp_code, error.smtp_error)
        case smtplib.SMTPNotSupportedError() | AnymailRecipientsRefused():
            return NotTaken(_words(error), permanent=True)
        case AnymailError():
            return _by_status(error)
    timed_out = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
    return NotTaken(_words(error), busy="domain" if timed_out else "")


def _by_code(code: int, said: bytes | str) -> NotTaken:
    answer = f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return NotTaken(answer, permanent=code >= 500, busy="domain" if code in BUSY else "")


def _by_status(error: AnymailError) -> NotTaken:
    """Return what a provider's HTTP status means; without one it was not reached."""
    status = error.status_code
    if status in (400, 413, 422):
        return NotTaken(_words(error), permanent=True)
    return NotTaken(_words(error), busy="channel")


def _words(error: Exception) -> str:
    """Return what was answered, in one line."""
    match error:
        case smtplib.SMTPResponseException():
            said = error.smtp_error
            return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return " ".join(f"{type(error).__name__}: {error}".split())
