"""What the rooms above ask of cards, needs and capabilities."""

from circulairwerkt.streams.bridge import code_spelled as code_spelled
from circulairwerkt.streams.bridge import is_material as is_material
from circulairwerkt.streams.bridge import kind_of_material as kind_of_material
from circulairwerkt.streams.bridge import material_name as material_name
from circulairwerkt.streams.bridge import need_of as need_of
from circulairwerkt.streams.bridge import processor_of as processor_of
from circulairwerkt.streams.bridge import read_sentence as read_sentence
from circulairwerkt.streams.bridge import stream_of as stream_of
from circulairwerkt.streams.bridge import unit_word as unit_word
from circulairwerkt.streams.dangers import Danger as Danger
from circulairwerkt.streams.dangers import danger as danger
from circulairwerkt.streams.dangers import dangers_in as dangers_in
from circulairwerkt.streams.disclosure import Disclosed as Disclosed
from circulairwerkt.streams.disclosure import disclosed as disclosed
from circulairwerkt.streams.understanding import Understanding as Understanding
from circulairwerkt.streams.understanding import streams_in as streams_in
from circulairwerkt.streams.understanding import understood as understood
