"""How plain a Dutch text is, asked of the core."""

from symbiosis.plain_dutch import Kind as PlainKind
from symbiosis.plain_dutch import Reading, Remark, read

__all__ = ["PlainKind", "Reading", "Remark", "read"]
