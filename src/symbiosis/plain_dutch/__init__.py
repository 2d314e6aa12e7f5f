"""How plain a Dutch text is: long sentences, passives, heavy and long words, with what would help.

>>> [remark.kind.value for remark in read("De kaart wordt door de hub nagekeken.").remarks]
['passive']
"""

from symbiosis.plain_dutch.reading import LONGEST_SENTENCE, LONGEST_WORD, Kind, Reading, Remark, read

__all__ = ["LONGEST_SENTENCE", "LONGEST_WORD", "Kind", "Reading", "Remark", "read"]
