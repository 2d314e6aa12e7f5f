"""What may be done to accounts and to the programme as a whole, and why."""

from circulairwerkt.base.permissions import Actor, Role, register

MANAGE_PROGRAMME = register(
    "accounts.manage_programme",
    "give and end roles for the whole programme, set its inbox",
    Role.ADMINISTRATOR,
)


def may_manage_programme(actor: Actor) -> bool:
    """Rights over all hubs are given by those who answer for the programme, and by nobody else."""
    return actor.may(MANAGE_PROGRAMME)


def may_manage_own_account(actor: Actor, user_id: int) -> bool:
    """An account is the person's own: nobody, not even an administrator, edits or removes it for him."""
    return actor.is_system or actor.user_id == user_id
