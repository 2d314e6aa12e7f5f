"""Hubs: where they work, on what, who may do what there."""

from django.apps import AppConfig


class HubsConfig(AppConfig):
    """Hubs: where they work, on what, who may do what there."""

    name = "circulairwerkt.hubs"
    label = "hubs"

    def ready(self) -> None:
        """Have roles at hubs end when a person removes his account; tell the trail its words."""
        from circulairwerkt.accounts import services as accounts
        from circulairwerkt.base import trail_words
        from circulairwerkt.base.actors import actors_come_from
        from circulairwerkt.hubs.actors import actor_by_id
        from circulairwerkt.hubs.services import forget_person_at_hubs
        from circulairwerkt.hubs.switches import LABELS

        trail_words.TABLE_WORDS["hubs.hub"] = LABELS
        trail_words.ROWS["hubs.hub"] = {"area": "reference.municipality"}

        actors_come_from(actor_by_id)

        if forget_person_at_hubs not in accounts.on_forgetting:
            accounts.on_forgetting.append(forget_person_at_hubs)
