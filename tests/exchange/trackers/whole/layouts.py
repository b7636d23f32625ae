"""Whole trackers, each after a different published layout."""

from tests.exchange.trackers.whole.birmingham import BIRMINGHAM
from tests.exchange.trackers.whole.bradford import BRADFORD
from tests.exchange.trackers.whole.croydon import CROYDON
from tests.exchange.trackers.whole.herefordshire import HEREFORDSHIRE
from tests.exchange.trackers.whole.kirklees import KIRKLEES
from tests.exchange.trackers.whole.northamptonshire import NORTHAMPTONSHIRE
from tests.exchange.trackers.whole.northdevon import NORTH_DEVON
from tests.exchange.trackers.whole.reading import READING
from tests.exchange.trackers.whole.rotherham import ROTHERHAM
from tests.exchange.trackers.whole.sandwell import SANDWELL
from tests.exchange.trackers.whole.solihull import SOLIHULL
from tests.exchange.trackers.whole.torbay import TORBAY

ALL = (
    *(SOLIHULL, READING, NORTH_DEVON, HEREFORDSHIRE, TORBAY, KIRKLEES),
    *(BRADFORD, NORTHAMPTONSHIRE, BIRMINGHAM, ROTHERHAM, SANDWELL, CROYDON),
)
