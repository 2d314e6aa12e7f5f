"""What goes along when a row is deleted: every relation that does not protect its target, and why."""

# Part of the parent: without it the row says nothing.
PART = "part of its parent, meaningless without it"
# A person who leaves takes the own roles and requests along (right to erasure).
PERSON = "says what a person may do; goes with the person"
# What was done stays done, also after the person who did it was erased.
TRACE = "a trace of what was done outlives the person; the name is emptied"
# A site is removed only when it was entered by mistake; what is there stays with its organisation.
MISTAKE = "an establishment entered by mistake goes; the row stays with its organisation and municipality"

#: `app.Model.field`: Django's `on_delete` and its reason. PROTECT is the rule and needs no line.
DELETIONS: dict[str, tuple[str, str]] = {
    "accounts.ProgrammeRole.user": ("CASCADE", PERSON),
    "base.AuditEntry.user": ("SET_NULL", TRACE),
    "cases.Case.opened_by": ("SET_NULL", TRACE),
    "cases.Case.owner": ("SET_NULL", TRACE),
    "cases.Case.question": ("SET_NULL", "a question is erased in time, the case it became goes on"),
    "cases.CaseFile.added_by": ("SET_NULL", TRACE),
    "cases.CaseFile.case": ("CASCADE", PART),
    "cases.CaseFile.entry": ("CASCADE", PART),
    "cases.CaseNumbering.hub": ("CASCADE", PART),
    "cases.CaseShare.case": ("CASCADE", PART),
    "cases.CaseShare.shared_by": ("SET_NULL", TRACE),
    "cases.Contact.case": ("CASCADE", PART),
    "cases.Contact.party": (
        "SET_NULL",
        "somebody stays known in the case when the organisation's part was a mistake",
    ),
    "cases.Entry.author": ("SET_NULL", TRACE),
    "cases.Entry.case": ("CASCADE", PART),
    "cases.Entry.contact": ("SET_NULL", "what was said stays after the person's data were erased"),
    "cases.HubRhythm.hub": ("CASCADE", PART),
    "cases.Lesson.case": ("CASCADE", PART),
    "cases.Lesson.written_by": ("SET_NULL", TRACE),
    "cases.Party.case": ("CASCADE", PART),
    "base.Job.who": ("SET_NULL", TRACE),
    "cases.Question.answered_by": ("SET_NULL", TRACE),
    "cases.Remark.author": ("SET_NULL", TRACE),
    "cases.Remark.question": ("CASCADE", PART),
    "cases.SubsidyFile.case": ("CASCADE", PART),
    "cases.Task.case": ("CASCADE", PART),
    "cases.Task.done_by": ("SET_NULL", TRACE),
    "cases.Task.for_user": ("SET_NULL", TRACE),
    "cases.Task.made_by": ("SET_NULL", TRACE),
    "hubs.Absence.noted_by": ("SET_NULL", TRACE),
    "hubs.Absence.replacement": ("SET_NULL", TRACE),
    "hubs.Absence.user": ("CASCADE", PERSON),
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
    "organisations.Recognition.site": ("RESTRICT", "goes with the organisation alone, never with its site"),
    "organisations.Site.organisation": ("CASCADE", PART),
    "streams.Capability.created_by": ("SET_NULL", TRACE),
    "streams.Capability.site": ("SET_NULL", MISTAKE),
    "streams.FreshnessLetter.organisation": ("CASCADE", PART),
    "streams.MaterialCard.created_by": ("SET_NULL", TRACE),
    "streams.MaterialCard.site": ("SET_NULL", MISTAKE),
    "streams.Need.created_by": ("SET_NULL", TRACE),
    "streams.Need.site": ("SET_NULL", MISTAKE),
    "streams.Photo.card": ("CASCADE", PART),
}
