"""E-mail through Django's SMTP backend. A mail server cannot be asked, so every step is noted.

Until the text has been handed over, a lost connection means "not sent"; after that, nobody can know.
"""

import logging
import smtplib
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from .attachments import part_for
from .channels import Verdict
from .letters import letter_for
from .models import Delivery

TIMEOUT = 8  # seconds
_logger = logging.getLogger(__name__)


class _Noting:
    """Remembers whether the text of the last message went out."""

    handed_over = False

    def data(self, msg: Any) -> Any:
        self.handed_over = True
        return super().data(msg)  # type: ignore[misc]


class _Smtp(_Noting, smtplib.SMTP):
    pass


class _SmtpSsl(_Noting, smtplib.SMTP_SSL):
    pass


class _Backend(EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _SmtpSsl if self.use_ssl else _Smtp


class Mail:
    """One connection for a run. Batches of one: after a crash only one message is in doubt."""

    batch = 1

    def __enter__(self) -> Self:
        self.backend = _Backend(timeout=TIMEOUT)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def send(self, delivery: Delivery) -> Verdict:
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
        try:
            letter, enclosed = letter_for(delivery), part_for(delivery)
        except Exception as error:  # the room's mistake: nothing has been sent, the next try may know better
            _logger.exception("The letter of delivery %s could not be made", delivery.pk)
            return Verdict("later", f"enclosure: {type(error).__name__}")
        message = EmailMultiAlternatives(
            delivery.subject,
            letter.text,
            to=[delivery.address],
            headers={**letter.head, "Message-ID": f"<{delivery.pk}@{domain}>"},
        )
        if letter.page:
            message.attach_alternative(letter.page, "text/html")
        if enclosed is not None:
            message.attach(enclosed)
        try:
            self.backend.open()
            if isinstance(self.backend.connection, _Noting):
                self.backend.connection.handed_over = False
            self.backend.send_messages([message])
        except ValueError as error:  # a header that is none
            return Verdict("failed", type(error).__name__)
        except (OSError, smtplib.SMTPException) as error:
            verdict = self._judge(error)
            self._hang_up()
            return verdict
        return Verdict("sent")

    def ask(self, delivery: Delivery) -> Verdict:
        return Verdict("lost", "a mail server cannot be asked")

    def _judge(self, error: Exception) -> Verdict:
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            code = next(iter(error.recipients.values()))[0]
            return Verdict("failed" if code >= 500 else "later", f"SMTP {code}")
        if isinstance(error, smtplib.SMTPDataError):
            return Verdict("failed" if error.smtp_code >= 500 else "later", f"SMTP {error.smtp_code}")
        if isinstance(error, smtplib.SMTPResponseException):  # the sender, the greeting, our password
            return Verdict("later", f"SMTP {error.smtp_code}")
        handed_over = getattr(self.backend.connection, "handed_over", False)
        return Verdict("doubt" if handed_over else "later", type(error).__name__)

    def _hang_up(self) -> None:
        try:
            self.backend.close()
        except (OSError, smtplib.SMTPException):
            self.backend.connection = None
