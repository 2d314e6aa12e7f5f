"""Every write to organisations, their sites, recognitions, partnerships and claims."""

from circulairwerkt.organisations.services.claims import (
    ask_claim,
    decide_claim,
    forget_person_at_organisations,
    withdraw_claim,
)
from circulairwerkt.organisations.services.contacts import (
    erase_contact,
    erase_old_contacts,
    import_contacts,
    undo_contact_import,
)
from circulairwerkt.organisations.services.organisation import (
    add_organisation,
    confirm_kind,
    edit_organisation,
    remove_recognition,
    remove_site,
    save_recognition,
    save_site,
)
from circulairwerkt.organisations.services.partners import add_partner, change_partner

__all__ = [
    "add_organisation",
    "add_partner",
    "ask_claim",
    "change_partner",
    "confirm_kind",
    "decide_claim",
    "edit_organisation",
    "erase_contact",
    "erase_old_contacts",
    "forget_person_at_organisations",
    "import_contacts",
    "remove_recognition",
    "remove_site",
    "save_recognition",
    "save_site",
    "undo_contact_import",
    "withdraw_claim",
]
