"""How long what is kept, in one place: the duty, the register and the pages read it here."""

from datetime import timedelta

#: After the end of the guidance, or two years without use, a file lives this much longer.
FILE_KEEPS = timedelta(days=365)
#: Without use for so long, guidance counts as ended.
UNUSED_ENDS = timedelta(days=730)
#: So long before the names go the person and the coach hear of it.
NOTICE_BEFORE = timedelta(days=30)
#: A file without names stays so much longer, for the counts; then a count by month remains.
NAMELESS_KEEPS = timedelta(days=365)
#: What somebody asked to have deleted goes after so long; until then he can come back on it.
DELETION_WAITS = timedelta(days=7)
#: What was agreed and told of a group at another firm is kept so long after its last day.
ENCLAVE_KEEPS = timedelta(days=365)
#: Lines of who looked are kept so long.
LOOK_KEEPS = timedelta(days=1095)
#: A private link lives so long.
LINK_LIVES = timedelta(days=30)

#: Somebody who waits to be called is not kept longer; his number goes, and the page says so.
CALL_WAITS = timedelta(days=14)
#: What is left of a call that ended (no name, no number) stays so long, for the page of who asked.
CALL_TOLD = timedelta(days=30)
#: After so many times without an answer a number is let go.
MOST_TRIES = 3
#: Who stopped calling is forgotten after so long.
CALLER_KEEPS = timedelta(days=365)
#: A question after some months is let go when nobody answered for so long.
FOLLOW_UP_WAITS = timedelta(days=60)
