"""Pages that need several capabilities: home, answer, search, workspace."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages that need several capabilities: home, answer, search, workspace."""

    name = "circulairwerkt.portal"
    label = "portal"

    def ready(self) -> None:
        """Have a person's searches end with his account; meet the panel beside a text."""
        from circulairwerkt.accounts import services as accounts
        from circulairwerkt.portal import panels  # noqa: F401
        from circulairwerkt.portal.services.searches import forget_person_who_searched

        if forget_person_who_searched not in accounts.on_forgetting:
            accounts.on_forgetting.append(forget_person_who_searched)
