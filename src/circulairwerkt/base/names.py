"""Names of organisations as people type them."""

import re

from circulairwerkt.base.findables import words_of

#: Legal forms say nothing about who it is: "Bakkerij Jans bv" is also found as "bakkerij jans".
_LEGAL_FORMS = frozenset("bv bvba nv vzw cv cvba sa srl asbl comm vof ivzw".split())
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")


def bare(name: str) -> str:
    """Return ``name`` folded and without its legal form; empty where it holds nothing else.

    >>> bare("Bakkerij Jans B.V."), bare("NV Bakkerij Jans")
    ('bakkerij jans', 'bakkerij jans')
    """
    joined = _DOTTED.sub(lambda found: found[0].replace(".", ""), name[:400])
    return " ".join(word for word in words_of(joined) if word not in _LEGAL_FORMS)
