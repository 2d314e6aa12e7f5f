"""What a hub tells: stories of cases, texts to learn from, and its newsletter."""

from circulairwerkt.knowledge.models.articles import Article
from circulairwerkt.knowledge.models.newsletter import Issue, Subscription
from circulairwerkt.knowledge.models.stories import CaseStory

__all__ = ["Article", "CaseStory", "Issue", "Subscription"]
