"""Letters that the platform sends: written in the reader's language, sent once what they tell is saved."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation


def send(template: str, *, to: str, language: str, context: Mapping[str, Any]) -> None:
    """Send ``template`` (first line the subject) to ``to`` once the transaction is saved."""
    with translation.override(language):
        text = render_to_string(template, {**context, "base_url": settings.BASE_URL})
    subject, _, body = text.strip().partition("\n")
    message = EmailMessage(subject=subject.strip(), body=body.strip() + "\n", to=[to])
    transaction.on_commit(message.send)
