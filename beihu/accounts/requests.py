"""The request of a page that only signed-in people reach."""

from django.http import HttpRequest

from .models import User


class SignedInRequest(HttpRequest):
    """For annotations: behind the sign-in middleware `request.user` is a person, never anonymous."""

    user: User
