"""What goes along when a row is deleted: every relation that does not protect its target, and why."""

# Part of the parent: without it the row says nothing.
PART = "part of its parent, meaningless without it"
# A person who leaves takes the own roles and requests along (right to erasure).
PERSON = "says what a person may do; goes with the person"
# What was done stays done, also after the person who did it was erased.
TRACE = "a trace of what was done outlives the person; the name is emptied"

#: `app.Model.field`: Django's `on_delete` and its reason. PROTECT is the rule and needs no line.
DELETIONS: dict[str, tuple[str, str]] = {
    "accounts.ProgrammeRole.user": ("CASCADE", PERSON),
    "base.AuditEntry.user": ("SET_NULL", TRACE),
    "cases.Question.answered_by": ("SET_NULL", TRACE),
    "cases.Remark.author": ("SET_NULL", TRACE),
    "cases.Remark.question": ("CASCADE", PART),
    "hubs.HubAlias.hub": ("CASCADE", PART),
    "hubs.HubArea.hub": ("CASCADE", PART),
    "hubs.HubMembership.user": ("CASCADE", PERSON),
    "hubs.Invitation.invited_by": ("SET_NULL", TRACE),
    "hubs.Switch.hub": ("CASCADE", PART),
    "organisations.Claim.decided_by": ("SET_NULL", TRACE),
    "organisations.Claim.organisation": ("CASCADE", PART),
    "organisations.Claim.user": ("CASCADE", PERSON),
    "organisations.OrganisationMembership.organisation": ("CASCADE", PART),
    "organisations.OrganisationMembership.user": ("CASCADE", PERSON),
    "organisations.Partnership.hub": ("CASCADE", PART),
    "organisations.Partnership.organisation": ("CASCADE", PART),
    "organisations.Recognition.organisation": ("CASCADE", PART),
    "organisations.Recognition.site": ("CASCADE", PART),
    "organisations.Site.organisation": ("CASCADE", PART),
}
