"""Sending a newsletter, as long work: some letters a step, each step saved with how far it is."""

from django.urls import reverse
from django.utils.translation import ngettext

from circulairwerkt.base import jobs
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.knowledge import services
from circulairwerkt.knowledge.models import Issue


@jobs.job(services.SENDING)
def send_issue(handle: jobs.Handle) -> jobs.Outcome:
    """Write a letter to each address on the list; after a kill it goes on behind the last one."""
    with everywhere("sending a newsletter to whoever asked for it"):
        issue = Issue.objects.select_related("hub").get(pk=handle.arguments["issue"])
        while True:
            with handle.step():
                looked_at = services.send_part(actor=SYSTEM, issue=issue)
                handle.progress(issue.letters)
            if not looked_at:
                break
    words = ngettext("%(n)d mail geschreven.", "%(n)d mails geschreven.", issue.letters) % {
        "n": issue.letters
    }
    return {"words": words, "address": reverse("knowledge:issues", args=[issue.hub.slug])}
