"""Who may open and send what: every address of the site x every sort of person, written by hand.

How to add a page: one line per method in ``TABLE``, with the route as it stands in the URL lists (languages
share it) and one outcome per person, in the order of the heading:

    in    sent to the sign-in page         200   shown            302   done, and sent onward
    404   it does not exist for this one   403   refused          405   not that way
    422   shown again, with what is wrong  4xx   409, 410, 429 as they come

The persons: nobody signed in; somebody signed in without any role; a member of the organisation in the
address; the
coordinator of another hub; of the hub in the address a coach, a member and the coordinator; a funder; a
programme administrator. POST is sent empty. A route that needs more than
the slug
of the hub (or, under ``organisaties/``, of the organisation) gets its values in ``routes.ARGUMENTS``, from
rows of
``world.World``. A route without a line fails the test, and so does a line without a route.

A page that treats everybody alike takes ``everybody``; one that asks for nothing but signing in, ``signed_in``.
The rooms of the daily work have their lines in ``rooms``, a module each.
"""

from tests.circulairwerkt.permissions.lines import Line, everybody, line, signed_in
from tests.circulairwerkt.permissions.rooms import LINES

# fmt: off
TABLE: list[Line] = [
    # the public side
    *everybody("", "200", "405"),
    *everybody("gezond/", "200", "405"),
    *everybody("robots.txt", "200", "405"),
    *everybody("sitemap.xml"),
    *everybody("sitemap-<section>.xml"),
    *everybody("plaatsen/", "200", "405"),
    *everybody("hubs/kaart.json", "200", "405"),
    *everybody("hubs/<slug:slug>/", "200", "405"),
    *everybody("organisaties/", "200", "405"),
    *everybody("organisaties/<slug:slug>/", "200", "405"),
    *everybody("verhalen/", "200", "405"),
    *everybody("verhalen/<slug:slug>/", "200", "405"),
    *everybody("over/", "200", "405"),
    *everybody("toegankelijkheid/", "200", "405"),
    *everybody("privacy/", "200", "405"),

    # a question: anybody asks, the hub that was asked reads (its coach does not)
    *everybody("antwoord/", "422", "405"),
    *everybody("antwoord/vraag/", "405", "422"),
    *everybody("antwoord/gevraagd/", "200", "405"),
    # the private link is the right: who holds it may, whoever it is
    *everybody("mijn-vraag/<str:token>/", "200", "405"),
    *everybody("mijn-vraag/<str:token>/toevoegen/", "405", "422"),
    *everybody("mijn-vraag/<str:token>/begrepen/", "405", "404"),
    *everybody("mijn-vraag/<str:token>/fotos/<int:pk>/", "200", "405"),
    *everybody("mijn-vraag/<str:token>/fotos/<int:pk>/weg/", "405", "302"),
    *everybody("mijn-vraag/<str:token>/intrekken/", "405", "302"),
    *everybody("mijn-vraag/<str:token>/verplaatsen/", "405", "404"),
    *everybody("stijl/", "200", "200"),
    *everybody("taal/setlang/", "302", "302"),

    # signing in; who is signed in already is sent onward
    #                                                       nobody strang orgmem other  coach  member coord  funder admin
    line("aanmelden/", "GET",                               "200    302    302    302    302    302    302    302    302"),
    line("aanmelden/", "POST",                              "422    302    302    302    302    302    302    302    302"),
    line("aanmelden/code/", "GET",                          "302    302    302    302    302    302    302    302    302"),
    line("aanmelden/code/", "POST",                         "302    302    302    302    302    302    302    302    302"),
    line("aanmelden/tweede-stap/", "GET",                   "302    302    302    302    302    302    302    302    302"),
    line("aanmelden/tweede-stap/", "POST",                  "302    302    302    302    302    302    302    302    302"),
    line("aanmelden/sleutel/", "GET",                       "302    302    302    302    302    302    302    302    302"),
    line("aanmelden/sleutel/", "POST",                      "302    302    302    302    302    302    302    302    302"),
    *everybody("aanmelden/niet-actief/", "200", "405"),
    line("registreren/", "GET",                             "200    302    302    302    302    302    302    302    302"),
    line("registreren/", "POST",                            "422    302    302    302    302    302    302    302    302"),
    line("registreren/code/", "GET",                        "302    302    302    302    302    302    302    302    302"),
    line("registreren/code/", "POST",                       "302    302    302    302    302    302    302    302    302"),
    line("afmelden/", "GET",                                "302    200    200    200    200    200    200    200    200"),
    line("afmelden/", "POST",                               "302    302    302    302    302    302    302    302    302"),

    # one's own account: nobody reaches anybody else's
    *signed_in("mijn/", "200", "422"),
    *signed_in("mijn/verwijderen/", "200", "422"),
    *signed_in("mijn/e-mailadres/", "200", "302"),
    *signed_in("mijn/sessies/", "200", "302"),
    *signed_in("mijn/beveiliging/", "200", "405"),
    *signed_in("mijn/beveiliging/opnieuw/", "403", "403"),
    *signed_in("mijn/beveiliging/opnieuw/sleutel/", "403", "403"),
    *signed_in("mijn/beveiliging/app/", "200", "422"),
    *signed_in("mijn/beveiliging/app/uit/", "404", "404"),
    *signed_in("mijn/beveiliging/sleutels/", "200", "405"),
    *signed_in("mijn/beveiliging/sleutels/nieuw/", "200", "422"),
    *signed_in("mijn/beveiliging/sleutels/<int:pk>/", "404", "404"),
    *signed_in("mijn/beveiliging/sleutels/<int:pk>/weg/", "404", "404"),
    *signed_in("mijn/beveiliging/herstelcodes/", "404", "405"),
    *signed_in("mijn/beveiliging/herstelcodes/nieuw/", "200", "422"),
    *signed_in("mijn/beveiliging/herstelcodes/bestand/", "404", "404"),
    *signed_in("mijn/aanvragen/<int:pk>/intrekken/", "405", "404"),

    # the workspace of a hub
    #                                                       nobody strang orgmem other  coach  member coord  funder admin
    *signed_in("werkplek/", "200", "200"),
    line("werkplek/<slug:slug>/", "GET",                    "in     404    404    404    200    200    200    404    200"),
    line("werkplek/<slug:slug>/", "POST",                   "in     404    404    404    200    200    200    404    200"),
    line("werkplek/<slug:slug>/vandaag/taken/", "GET",      "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/vandaag/taken/", "POST",     "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/vandaag/mails/", "GET",      "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/vandaag/mails/", "POST",     "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/vandaag/nieuws/", "GET",     "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/vandaag/nieuws/", "POST",    "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/gegevens/", "GET",           "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/gegevens/", "POST",          "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/bevestigen/", "GET",         "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/bevestigen/", "POST",        "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/gebied/", "GET",             "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/gebied/", "POST",            "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/gebied/ongedaan/", "GET",    "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/gebied/ongedaan/", "POST",   "in     404    404    404    404    404    302    404    302"),
    line("werkplek/<slug:slug>/gebruik/", "GET",            "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/gebruik/", "POST",           "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/geschiedenis/", "GET",       "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/geschiedenis/", "POST",      "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/mensen/", "GET",             "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/mensen/", "POST",            "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/mensen/<int:pk>/stoppen/", "GET",  "in 404  404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/mensen/<int:pk>/stoppen/", "POST", "in 404  404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/uitnodigingen/<int:pk>/intrekken/", "GET",  "in 405 405 405 405 405 405 405 405"),
    line("werkplek/<slug:slug>/uitnodigingen/<int:pk>/intrekken/", "POST", "in 404 404 404 404 404 302 404 302"),
    line("werkplek/<slug:slug>/partners/", "GET",           "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/partners/", "POST",          "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/partners/nieuw/", "GET",     "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/partners/nieuw/", "POST",    "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/partners/toevoegen/<slug:organisation>/", "GET",  "in 404 404 404 404 404 200 404 200"),
    line("werkplek/<slug:slug>/partners/toevoegen/<slug:organisation>/", "POST", "in 404 404 404 404 404 422 404 422"),
    line("werkplek/<slug:slug>/partners/<int:pk>/", "GET",  "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/partners/contacten/<int:pk>/wissen/", "GET", "in 405 405 405 405 405 405 405 405"),
    line("werkplek/<slug:slug>/partners/contacten/<int:pk>/wissen/", "POST", "in 404 404 404 404 404 302 404 302"),
    line("werkplek/<slug:slug>/partners/<int:pk>/", "POST", "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/aanvragen/", "GET",          "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/aanvragen/", "POST",         "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/aanvragen/<int:pk>/", "GET", "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/aanvragen/<int:pk>/", "POST", "in    404    404    404    404    404    422    404    422"),

    # an invitation: the link shows it to who holds it, its address alone can take it (here: the stranger's)
    *everybody("uitnodiging/<slug:token>/", "200", "422")[:1],
    line("uitnodiging/<slug:token>/", "POST",               "in     302    422    422    422    422    422    422    422"),

    # organisations: its members and the coordinators of its hubs; kind and recognitions without its members
    line("organisaties/<slug:slug>/beheer/", "GET",                  "in 404  200  404  404  404  200  404  200"),
    line("organisaties/<slug:slug>/beheer/", "POST",                 "in 404  200  404  404  404  200  404  200"),
    line("organisaties/<slug:slug>/beheer/gegevens/", "GET",         "in 404  200  404  404  404  200  404  200"),
    line("organisaties/<slug:slug>/beheer/gegevens/", "POST",        "in 404  422  404  404  404  422  404  422"),
    line("organisaties/<slug:slug>/beheer/soort/", "GET",            "in 404  404  404  404  404  200  404  200"),
    line("organisaties/<slug:slug>/beheer/soort/", "POST",           "in 404  404  404  404  404  422  404  422"),
    line("organisaties/<slug:slug>/beheer/vestigingen/nieuw/", "GET",  "in 404 200 404 404 404 200 404 200"),
    line("organisaties/<slug:slug>/beheer/vestigingen/nieuw/", "POST", "in 404 422 404 404 404 422 404 422"),
    line("organisaties/<slug:slug>/beheer/vestigingen/<int:pk>/", "GET",  "in 404 200 404 404 404 200 404 200"),
    line("organisaties/<slug:slug>/beheer/vestigingen/<int:pk>/", "POST", "in 404 422 404 404 404 422 404 422"),
    line("organisaties/<slug:slug>/beheer/vestigingen/<int:pk>/weg/", "GET",  "in 405 405 405 405 405 405 405 405"),
    line("organisaties/<slug:slug>/beheer/vestigingen/<int:pk>/weg/", "POST", "in 404 302 404 404 404 302 404 302"),
    line("organisaties/<slug:slug>/beheer/erkenningen/nieuw/", "GET",  "in 404 404 404 404 404 200 404 200"),
    line("organisaties/<slug:slug>/beheer/erkenningen/nieuw/", "POST", "in 404 404 404 404 404 422 404 422"),
    line("organisaties/<slug:slug>/beheer/erkenningen/<int:pk>/", "GET",  "in 404 404 404 404 404 200 404 200"),
    line("organisaties/<slug:slug>/beheer/erkenningen/<int:pk>/", "POST", "in 404 404 404 404 404 422 404 422"),
    line("organisaties/<slug:slug>/beheer/erkenningen/<int:pk>/weg/", "GET",  "in 405 405 405 405 405 405 405 405"),
    line("organisaties/<slug:slug>/beheer/erkenningen/<int:pk>/weg/", "POST", "in 404 404 404 404 404 302 404 302"),
    line("organisaties/<slug:slug>/beheer/geschiedenis/", "GET",     "in 404  200  404  404  404  200  404  200"),
    line("organisaties/<slug:slug>/beheer/geschiedenis/", "POST",    "in 404  200  404  404  404  200  404  200"),
    *signed_in("organisaties/<slug:slug>/aanvragen/", "200", "422"),

    # the programme
    line("programma/", "GET",                               "in     404    404    404    404    404    404    404    200"),
    line("programma/", "POST",                              "in     404    404    404    404    404    404    404    200"),
    line("programma/hubs/nieuw/", "GET",                    "in     404    404    404    404    404    404    404    200"),
    line("programma/hubs/nieuw/", "POST",                   "in     404    404    404    404    404    404    404    422"),
    line("programma/inbox/", "GET",                         "in     404    404    404    404    404    404    404    200"),
    line("programma/inbox/", "POST",                        "in     404    404    404    404    404    404    404    422"),
    line("programma/inbox/sluiten/", "GET",                 "in     405    405    405    405    405    405    405    405"),
    line("programma/inbox/sluiten/", "POST",                "in     404    404    404    404    404    404    404    302"),
    line("programma/mensen/", "GET",                        "in     404    404    404    404    404    404    404    200"),
    line("programma/mensen/", "POST",                       "in     404    404    404    404    404    404    404    422"),
    line("programma/mensen/<int:pk>/stoppen/", "GET",       "in     405    405    405    405    405    405    405    405"),
    line("programma/mensen/<int:pk>/stoppen/", "POST",      "in     404    404    404    404    404    404    404    302"),

    # for trying out; in production these do not exist (test_environment.py)
    *everybody("lokaal/post/"),
    *everybody("lokaal/post/<slug:key>/", "404", "404"),
    *everybody("lokaal/aanmelden/", "200", "422"),
    *LINES,
]
# fmt: on
