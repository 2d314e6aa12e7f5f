"""Addresses of material cards, needs and capabilities."""

from django.urls import path, register_converter

from circulairwerkt.streams.sorts import SortConverter
from circulairwerkt.streams.views import letters, lists, making, own, photos, rows

register_converter(SortConverter, "sort")

app_name = "streams"
urlpatterns = [
    path("werkplek/<slug:slug>/materiaal/", lists.rows, name="cards"),
    path("werkplek/<slug:slug>/materiaal/<sort:sort>/", lists.rows, name="list"),
    path("werkplek/<slug:slug>/materiaal/<sort:sort>/nieuw/", making.new, name="new"),
    path("organisaties/<slug:slug>/beheer/materiaal/", own.rows, name="own"),
    path(
        "organisaties/<slug:slug>/beheer/materiaal/<sort:sort>/nieuw/", making.new_of_own, name="new_of_own"
    ),
    path("materiaal/klopt/<str:token>/", letters.letter, name="freshness"),
    path("materiaal/fotos/<int:pk>/", photos.picture, name="picture"),
    path("materiaal/fotos/<int:pk>/tekst/", photos.change, name="change_photo"),
    path("materiaal/fotos/<int:pk>/weg/", photos.remove, name="remove_photo"),
    path("materiaal/kaarten/<int:pk>/fotos/", photos.add, name="add_photo"),
    path("materiaal/wie-kan-wat/<int:pk>/vol/", rows.set_full, name="set_full"),
    path("materiaal/<sort:sort>/<int:pk>/", rows.row, name="row"),
    path("materiaal/<sort:sort>/<int:pk>/wijzig/", rows.change, name="change"),
    path("materiaal/<sort:sort>/<int:pk>/geschiedenis/", rows.history, name="history"),
    path("materiaal/<sort:sort>/<int:pk>/druk/", rows.printed, name="printed"),
    path("materiaal/<sort:sort>/<int:pk>/open/", rows.open_to, name="open"),
    path("materiaal/<sort:sort>/<int:pk>/vermoedens/", rows.correct, name="correct"),
    path("materiaal/<sort:sort>/<int:pk>/antwoord/", rows.answer, name="answer"),
    path("materiaal/<sort:sort>/<int:pk>/bevestig/", rows.confirm, name="confirm"),
    path("materiaal/<sort:sort>/<int:pk>/weg/", rows.close, name="close"),
    path("materiaal/<sort:sort>/<int:pk>/terug/", rows.reopen, name="reopen"),
]
