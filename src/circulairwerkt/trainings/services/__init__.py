"""What happens to trainings and their attests; each service is one audited transaction."""

from circulairwerkt.trainings.services.attests import give as give
from circulairwerkt.trainings.services.attests import restore as restore
from circulairwerkt.trainings.services.attests import withdraw as withdraw
from circulairwerkt.trainings.services.keeping import erase_old_names as erase_old_names
from circulairwerkt.trainings.services.keeping import forget_own_name as forget_own_name
from circulairwerkt.trainings.services.plans import save_training as save_training
