"""People who sign in, and their programme-wide roles."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in, and their programme-wide roles."""

    name = "circulairwerkt.accounts"
    label = "accounts"
