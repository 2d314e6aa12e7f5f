"""Organisations, their sites, recognitions and partnerships with hubs."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations, their sites, recognitions and partnerships with hubs."""

    name = "circulairwerkt.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Tell ``hubs.actors`` where organisation roles come from."""
        from circulairwerkt.hubs import actors
        from circulairwerkt.organisations.roles import organisation_roles

        if organisation_roles not in actors.role_sources:
            actors.role_sources.append(organisation_roles)
