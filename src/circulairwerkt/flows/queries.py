"""What rooms above ask of the flows of a region."""

from circulairwerkt.flows.opportunities.queries import may_read, monthly_words

__all__ = ["may_read", "monthly_words"]
