"""Ranges fitted to published measurements, as inputs."""

from dataclasses import dataclass
from typing import Annotated

from calculators.declare import Input
from calculators.physics.efficiency_inputs import efficiency_inputs
from calculators.physics.retrieval_efficiencies import BUILDING, MEMORY, SEARCH

_GROUP = "Calibrated ranges"


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """Which fit the ranges are taken from."""

    calibration: Annotated[
        str,
        Input(
            label="Calibrated on",
            unit="",
            help="Fills the ranges below, fitted to published measurements.",
            group=_GROUP,
            catalogue="index-calibrations",
            advanced=True,
        ),
    ] = "retrieval"


RANGES = (*MEMORY, *SEARCH, *BUILDING)
Efficiencies = efficiency_inputs("IndexEfficiencies", RANGES, _GROUP, "calibration")
