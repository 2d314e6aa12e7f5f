"""Every write to hubs, their area, switches and people, each one checked, done and recorded."""

from circulairwerkt.hubs.services.absences import note_absence, withdraw_absence
from circulairwerkt.hubs.services.area import (
    AreaChange,
    AreaUndone,
    last_change,
    planned_change,
    set_area,
    undo_area,
)
from circulairwerkt.hubs.services.hub import (
    EDITABLE,
    add_hub,
    confirm_hub,
    edit_hub,
    set_programme_inbox,
    set_switches,
    stop_programme_inbox,
)
from circulairwerkt.hubs.services.people import (
    InvitationForAnother,
    InvitationGone,
    accept_invitation,
    empty_invitations,
    end_membership,
    example_person,
    forget_person_at_hubs,
    give_role,
    invitation_for,
    invite,
    make_coordinator,
    withdraw_invitation,
)

__all__ = [
    "EDITABLE",
    "AreaChange",
    "AreaUndone",
    "InvitationForAnother",
    "InvitationGone",
    "accept_invitation",
    "add_hub",
    "confirm_hub",
    "edit_hub",
    "empty_invitations",
    "end_membership",
    "example_person",
    "forget_person_at_hubs",
    "give_role",
    "invitation_for",
    "invite",
    "last_change",
    "make_coordinator",
    "note_absence",
    "planned_change",
    "set_area",
    "set_programme_inbox",
    "set_switches",
    "stop_programme_inbox",
    "undo_area",
    "withdraw_absence",
    "withdraw_invitation",
]
