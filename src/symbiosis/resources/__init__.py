"""The six kinds of resource: what a stream, a need and a processor are about."""

from symbiosis.resources.columns import PROCESSOR_COLUMNS, STREAM_COLUMNS, Column, Holds
from symbiosis.resources.kinds import (
    Condition,
    FoodUse,
    Kind,
    LegalStatus,
    RStrategy,
    Visibility,
    WaterClass,
)
from symbiosis.resources.processors import ProcessorTable
from symbiosis.resources.records import Need, Processor, Recipe, Resource, Stream
from symbiosis.resources.streams import Side, StreamTable
from symbiosis.resources.words import LabelColumn, WordColumn

__all__ = [
    "PROCESSOR_COLUMNS",
    "STREAM_COLUMNS",
    "Column",
    "Condition",
    "FoodUse",
    "Holds",
    "Kind",
    "LabelColumn",
    "LegalStatus",
    "Need",
    "Processor",
    "ProcessorTable",
    "RStrategy",
    "Recipe",
    "Resource",
    "Side",
    "Stream",
    "StreamTable",
    "Visibility",
    "WaterClass",
    "WordColumn",
]
