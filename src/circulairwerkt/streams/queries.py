"""What the rooms above ask of cards, needs and capabilities."""

from circulairwerkt.streams.bridge import need_of as need_of
from circulairwerkt.streams.bridge import processor_of as processor_of
from circulairwerkt.streams.bridge import stream_of as stream_of
from circulairwerkt.streams.understanding import Understanding as Understanding
from circulairwerkt.streams.understanding import streams_in as streams_in
from circulairwerkt.streams.understanding import understood as understood
