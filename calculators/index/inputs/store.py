"""The managed store to compare with."""

from dataclasses import dataclass
from typing import Annotated

from calculators.physics.vector_store import DEFAULT_STORE, StoreInputs, store_choice


@dataclass(frozen=True, kw_only=True)
class Store(StoreInputs):
    """The managed store to compare with."""

    vector_store: Annotated[
        str,
        store_choice("Its storage is listed for vectors of 1,536 numbers and scaled to yours."),
    ] = DEFAULT_STORE
