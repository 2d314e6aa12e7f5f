"""What happens at info points; each service is one audited transaction."""

from circulairwerkt.infopoints.services.appointments import NotFree as NotFree
from circulairwerkt.infopoints.services.appointments import TooManyAhead as TooManyAhead
from circulairwerkt.infopoints.services.appointments import book as book
from circulairwerkt.infopoints.services.appointments import cancel_own as cancel_own
from circulairwerkt.infopoints.services.appointments import mark as mark
from circulairwerkt.infopoints.services.keeping import erase_old as erase_old
from circulairwerkt.infopoints.services.keeping import remind_of_appointments as remind_of_appointments
from circulairwerkt.infopoints.services.points import note_closed as note_closed
from circulairwerkt.infopoints.services.points import save_point as save_point
from circulairwerkt.infopoints.services.points import take_back_closed as take_back_closed
from circulairwerkt.infopoints.services.visits import ask_for as ask_for
from circulairwerkt.infopoints.services.visits import log_visit as log_visit
from circulairwerkt.infopoints.services.visits import take_back_visit as take_back_visit
