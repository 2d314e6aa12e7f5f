"""People: their own coach and they themselves; no coordinator, funder or administrator reads about a person."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from circulairwerkt.base.permissions import Actor
from circulairwerkt.people import services
from circulairwerkt.people.links import follow_up_address, own_token
from circulairwerkt.people.models import (
    Enclave,
    FollowUp,
    GrowthSwitch,
    Note,
    PersonFile,
    Purpose,
    Transition,
)
from circulairwerkt.people.plans import PlanRow
from circulairwerkt.people.views.files import own_file
from tests.circulairwerkt.people.marked import her_file
from tests.circulairwerkt.permissions.lines import Line, everybody, line
from tests.circulairwerkt.permissions.service import EVERYBODY, NOBODY, Service, ask
from tests.circulairwerkt.permissions.world import World

# fmt: off
LINES: list[Line] = [
    #                                                                nobody strang orgmem other  coach  member coord  funder admin
    line("organisaties/<slug:slug>/beheer/mensen/", "GET",           "in     404    200    404    404    404    404    404    404"),
    line("organisaties/<slug:slug>/beheer/mensen/", "POST",          "in     404    302    404    404    404    404    404    404"),
    line("organisaties/<slug:slug>/beheer/mensen/nieuw/", "GET",     "in     404    200    404    404    404    404    404    404"),
    line("organisaties/<slug:slug>/beheer/mensen/nieuw/", "POST",    "in     404    422    404    404    404    404    404    404"),
    line("organisaties/<slug:slug>/beheer/mensen/vandaag/", "GET",   "in     404    200    404    404    404    404    404    404"),
    line("organisaties/<slug:slug>/beheer/mensen/vandaag/", "POST",  "in     404    422    404    404    404    404    404    404"),
    line("organisaties/<slug:slug>/beheer/mensen/groepen/nieuw/", "GET", "in 404    200    404    404    404    404    404    404"),
    line("organisaties/<slug:slug>/beheer/mensen/groepen/nieuw/", "POST", "in 404   422    404    404    404    404    404    404"),
    line("organisaties/<slug:slug>/beheer/mensen/plannen/", "GET",   "in     404    200    404    404    404    404    404    404"),
    line("organisaties/<slug:slug>/beheer/mensen/plannen/", "POST",  "in     404    422    404    404    404    404    404    404"),
    line("organisaties/<slug:slug>/beheer/mensen/plannen/<str:form>/", "GET", "in 404 200   404    404    404    404    404    404"),
    line("organisaties/<slug:slug>/beheer/mensen/plannen/<str:form>/", "POST", "in 405 405   405    405    405    405    405    405"),
    line("mensen/groepen/<int:pk>/", "GET",                          "in     404    200    404    404    404    404    404    404"),
    line("mensen/groepen/<int:pk>/", "POST",                         "in     404    422    404    404    404    404    404    404"),
    line("mensen/groepen/<int:pk>/weg/", "GET",                      "in     405    405    405    405    405    405    405    405"),
    line("mensen/groepen/<int:pk>/weg/", "POST",                     "in     404    302    404    404    404    404    404    404"),
    line("mensen/<int:pk>/plan/", "GET",                             "in     404    200    404    404    404    404    404    404"),
    line("mensen/<int:pk>/plan/", "POST",                            "in     405    405    405    405    405    405    405    405"),
    line("mensen/<int:pk>/", "GET",                                  "in     404    200    404    404    404    404    404    404"),
    line("mensen/<int:pk>/", "POST",                                 "in     404    200    404    404    404    404    404    404"),
    line("mensen/<int:pk>/wijzig/", "GET",                           "in     404    200    404    404    404    404    404    404"),
    line("mensen/<int:pk>/wijzig/", "POST",                          "in     404    422    404    404    404    404    404    404"),
    line("mensen/<int:pk>/stop/", "GET",                             "in     405    405    405    405    405    405    405    405"),
    line("mensen/<int:pk>/stop/", "POST",                            "in     404    422    404    404    404    404    404    404"),
    line("mensen/<int:pk>/overnemen/", "GET",                        "in     405    405    405    405    405    405    405    405"),
    line("mensen/<int:pk>/overnemen/", "POST",                       "in     404    302    404    404    404    404    404    404"),
    line("mensen/<int:pk>/code/", "GET",                             "in     405    405    405    405    405    405    405    405"),
    line("mensen/<int:pk>/code/", "POST",                            "in     404    200    404    404    404    404    404    404"),
    line("mensen/<int:pk>/groei/", "GET",                            "in     405    405    405    405    405    405    405    405"),
    line("mensen/<int:pk>/groei/", "POST",                           "in     404    422    404    404    404    404    404    404"),
    line("mensen/<int:pk>/groei/<int:note_pk>/", "GET",              "in     405    405    405    405    405    405    405    405"),
    line("mensen/<int:pk>/groei/<int:note_pk>/", "POST",             "in     404    302    404    404    404    404    404    404"),
    line("mensen/<int:pk>/nodig/", "GET",                            "in     404    200    404    404    404    404    404    404"),
    # Nothing is needed and nothing is chosen: that is an answer too.
    line("mensen/<int:pk>/nodig/", "POST",                           "in     404    302    404    404    404    404    404    404"),
    line("mensen/<int:pk>/doorstroom/", "GET",                       "in     405    405    405    405    405    405    405    405"),
    line("mensen/<int:pk>/doorstroom/", "POST",                      "in     404    422    404    404    404    404    404    404"),
    line("mensen/<int:pk>/paspoort/", "GET",                         "in     404    200    404    404    404    404    404    404"),
    line("mensen/<int:pk>/paspoort/", "POST",                        "in     405    405    405    405    405    405    405    405"),
    line("mensen/<int:pk>/paspoort.pdf", "GET",                      "in     404    200    404    404    404    404    404    404"),
    line("mensen/<int:pk>/paspoort.pdf", "POST",                     "in     405    405    405    405    405    405    405    405"),
    line("programma/cijfers-mensen/", "GET",                         "in     404    404    200    404    404    200    200    200"),
    line("programma/cijfers-mensen/", "POST",                        "in     405    405    405    405    405    405    405    405"),
    line("programma/bewaring/", "GET",                               "in     404    404    404    404    404    404    404    200"),
    line("programma/bewaring/", "POST",                              "in     405    405    405    405    405    405    405    405"),
    # Who holds the code on paper or the link is the person, whoever he is signed in as.
    *everybody("mijn-pad/", "200", "422"),
    *everybody("mijn-pad/<str:token>/", "200", "405"),
    *everybody("mijn-pad/<str:token>/wijzig/", "200", "422"),
    *everybody("mijn-pad/<str:token>/keuze/", "405", "404"),
    *everybody("mijn-pad/<str:token>/bestand/", "200", "405"),
    *everybody("mijn-pad/<str:token>/paspoort/", "200", "405"),
    *everybody("mijn-pad/<str:token>/paspoort.pdf", "200", "405"),
    *everybody("mijn-pad/<str:token>/plan/", "200", "405"),
    *everybody("hoe-gaat-het/<str:token>/", "200", "422"),
    *everybody("privacy/mensen/", "200", "405"),
    *everybody("privacy/mensen/bestand/", "200", "405"),
]
# fmt: on


def file_of(world: World) -> PersonFile:
    """The file of somebody whom the member of the first organisation guides."""
    return her_file(world.organisation, world.users["organisation_member"])


def _switched_on(world: World) -> Mapping[str, object]:
    GrowthSwitch.objects.get_or_create(organisation=world.organisation, defaults={"is_on": True})
    return {}


def _pk(world: World) -> Mapping[str, object]:
    return {"pk": file_of(world).pk}


def _token(world: World) -> Mapping[str, object]:
    return {"token": own_token(file_of(world))}


def _note(world: World) -> Note:
    return Note.objects.get_or_create(file=file_of(world), kind=Note.Kind.STEP)[0]


def _disputed(world: World) -> Note:
    return Note.objects.create(file=file_of(world), kind=Note.Kind.STEP, disputed_at=timezone.now())


def _enclave(world: World) -> Enclave:
    values = {"customer": "Fruitveiling", "starts_on": timezone.localdate()}
    return Enclave.objects.get_or_create(organisation=world.organisation, defaults=values)[0]


def _transition(world: World) -> Transition:
    return Transition.objects.get_or_create(file=file_of(world))[0]


def _follow_up(world: World) -> FollowUp:
    return FollowUp.objects.get_or_create(
        transition=_transition(world),
        months=3,
        defaults={"due_on": timezone.localdate(), "asked_at": timezone.now()},
    )[0]


def _step(world: World) -> Mapping[str, object]:
    _transition(world)
    return _pk(world)


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "mensen/<int:pk>/groei/<int:note_pk>/": lambda w: {"pk": file_of(w).pk, "note_pk": _note(w).pk},
    "mensen/<int:pk>/doorstroom/": _step,
    "hoe-gaat-het/<str:token>/": lambda w: {
        "token": follow_up_address(_follow_up(w), "nl").rstrip("/").rpartition("/")[2]
    },
    "organisaties/<slug:slug>/beheer/mensen/nieuw/": _switched_on,
    "organisaties/<slug:slug>/beheer/mensen/plannen/": _switched_on,
    "organisaties/<slug:slug>/beheer/mensen/plannen/<str:form>/": lambda _w: {"form": "csv"},
    "mensen/groepen/<int:pk>/": lambda w: {"pk": _enclave(w).pk},
    "mensen/groepen/<int:pk>/weg/": lambda w: {"pk": _enclave(w).pk},
    **{
        f"mensen/<int:pk>/{part}": _pk
        for part in (
            *("", "wijzig/", "stop/", "overnemen/", "code/", "groei/", "nodig/"),
            *("paspoort/", "paspoort.pdf", "plan/"),
        )
    },
    **{
        f"mijn-pad/<str:token>/{part}": _token
        for part in ("", "wijzig/", "keuze/", "bestand/", "paspoort/", "paspoort.pdf", "plan/")
    },
}
COACH = {"organisation_member"}
PERSON = {"first_name": "Els"}


def _open(world: World, actor: Actor) -> Any:
    _switched_on(world)
    return services.open_file(actor=actor, organisation=world.organisation, values=PERSON)


def _import(world: World, actor: Actor) -> Any:
    _switched_on(world)
    row = PlanRow(2, None, "Els", "", kind="step", text="kleuren sorteren")
    return services.import_plans(actor=actor, organisation=world.organisation, rows=[row])


SERVICES: Mapping[str, Service] = {
    "people.switch_growth": Service(
        lambda w, a: services.switch_growth(actor=a, organisation=w.organisation, is_on=True, seen_version=0),
        COACH,
    ),
    "people.open_file": Service(_open, COACH),
    "people.read_file": Service(
        lambda w, a: services.read_file(actor=a, file=file_of(w), purpose=Purpose.GUIDING), COACH
    ),
    "people.read_list": Service(
        lambda w, a: services.read_list(actor=a, organisation=w.organisation, files=[file_of(w)]), COACH
    ),
    "people.change_file": Service(
        lambda w, a: services.change_file(
            actor=a, file=file_of(w), seen_version=file_of(w).version, values=PERSON
        ),
        COACH,
    ),
    "people.end_file": Service(
        lambda w, a: services.end_file(actor=a, file=file_of(w), on=timezone.localdate()), COACH
    ),
    "people.take_over": Service(lambda w, a: services.take_over(actor=a, file=file_of(w)), COACH),
    "people.give_code": Service(lambda w, a: services.give_code(actor=a, file=file_of(w)), COACH),
    "people.retain": Service(lambda w, a: services.retain(actor=a), NOBODY),
    "people.rotate": Service(lambda w, a: services.rotate(actor=a), NOBODY),
    "people.note": Service(
        lambda w, a: services.note(
            actor=a, file=file_of(w), kind="step", text="kleuren sorteren", on=timezone.localdate()
        ),
        COACH,
    ),
    "people.move_note": Service(lambda w, a: services.move_note(actor=a, note=_note(w), to="doing"), COACH),
    "people.adjust": Service(
        lambda w, a: services.adjust(actor=a, file=file_of(w), needs={"quiet"}, has_agreed=True), COACH
    ),
    "people.begin_transition": Service(
        lambda w, a: services.begin_transition(actor=a, file=file_of(w)), COACH
    ),
    "people.move_transition": Service(
        lambda w, a: services.move_transition(
            actor=a, transition=_transition(w), to="internship", on=timezone.localdate()
        ),
        COACH,
    ),
    "people.ask_how_it_goes": Service(lambda w, a: services.ask_how_it_goes(actor=a), NOBODY),
    "people.publish_figures": Service(lambda w, a: services.publish_figures(actor=a), NOBODY),
    # Who holds the link is the person.
    "people.answer_follow_up": Service(
        lambda w, a: services.answer_follow_up(actor=a, follow_up=_follow_up(w), works="same", feels="well"),
        EVERYBODY,
    ),
    "people.dispute": Service(lambda w, a: services.dispute(actor=a, note=_note(w)), EVERYBODY),
    "people.withdraw_consent": Service(
        lambda w, a: services.withdraw_consent(actor=a, file=file_of(w)), EVERYBODY
    ),
    "people.take_back_note": Service(lambda w, a: services.take_back_note(actor=a, note=_disputed(w)), COACH),
    "people.export_plans": Service(
        lambda w, a: services.export_plans(actor=a, organisation=w.organisation), COACH
    ),
    "people.import_plans": Service(_import, COACH),
    "people.save_enclave": Service(
        lambda w, a: services.save_enclave(
            actor=a,
            row=Enclave(organisation=w.organisation),
            seen_version=0,
            values={"customer": "Fruitveiling", "starts_on": timezone.localdate()},
        ),
        COACH,
    ),
    "people.remove_enclave": Service(lambda w, a: services.remove_enclave(actor=a, row=_enclave(w)), COACH),
    "people.read_own": Service(lambda w, a: services.read_own(actor=a, file=file_of(w)), EVERYBODY),
    "people.correct_own": Service(
        lambda w, a: services.correct_own(
            actor=a, file=file_of(w), seen_version=file_of(w).version, values=PERSON
        ),
        EVERYBODY,
    ),
    "people.object_to": Service(lambda w, a: services.object_to(actor=a, file=file_of(w)), EVERYBODY),
    "people.take_back_objection": Service(
        lambda w, a: services.take_back_objection(actor=a, file=file_of(w)), EVERYBODY
    ),
    "people.ask_deletion": Service(lambda w, a: services.ask_deletion(actor=a, file=file_of(w)), EVERYBODY),
    "people.keep_after_all": Service(
        lambda w, a: services.keep_after_all(actor=a, file=file_of(w)), EVERYBODY
    ),
}


def _file_of_a_colleague(world: World) -> PersonFile:
    """The file whose coach is somebody else of the same enterprise."""
    PersonFile.objects.filter(pk=file_of(world).pk).update(coach=world.users["stranger"])
    return file_of(world)


def _add_where_growth_is_off(world: World, actor: Actor) -> None:
    GrowthSwitch.objects.filter(organisation=world.organisation).delete()
    ask(actor, f"/organisaties/{world.organisation.slug}/beheer/mensen/nieuw/")


#: Called in a second way; see ``more_ways``.
MORE: Mapping[str, Service] = {
    "people.read_file, of a coach who is away": Service(
        lambda w, a: services.read_file(actor=a, file=_file_of_a_colleague(w), purpose=Purpose.REPLACING),
        COACH,
    ),
    "people.read_file, as if one were the person": Service(
        lambda w, a: services.read_file(actor=a, file=file_of(w), purpose=Purpose.OWN), NOBODY
    ),
    # Each service behind these pages asks it too; a page that forgot its service would tell nothing either.
    "people.own_file, of a colleague": Service(
        lambda w, a: own_file(SimpleNamespace(actor=a), _file_of_a_colleague(w).pk),  # type: ignore[arg-type]
        NOBODY,
    ),
    "people.add, where people are not followed": Service(_add_where_growth_is_off, NOBODY),
}
