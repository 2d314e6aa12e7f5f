"""Organisations, their sites, recognitions and partnerships with hubs."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations, their sites, recognitions and partnerships with hubs."""

    name = "circulairwerkt.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Tell the rooms below where organisation roles come from, and how they end when a person leaves."""
        from circulairwerkt.accounts import services as accounts
        from circulairwerkt.hubs import actors
        from circulairwerkt.organisations.roles import organisation_roles
        from circulairwerkt.organisations.services import forget_person_at_organisations

        if organisation_roles not in actors.role_sources:
            actors.role_sources.append(organisation_roles)
        if forget_person_at_organisations not in accounts.on_forgetting:
            accounts.on_forgetting.append(forget_person_at_organisations)
