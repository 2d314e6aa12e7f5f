"""Info points with their hours, appointments there, and who walked in."""

from circulairwerkt.infopoints.models.appointments import Appointment
from circulairwerkt.infopoints.models.points import ClosedDays, InfoPoint
from circulairwerkt.infopoints.models.visits import Visit

__all__ = ["Appointment", "ClosedDays", "InfoPoint", "Visit"]
