"""Efficiencies: ranges fitted to measurements, written by `python -m sitebuild calibrate`."""

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from sitebuild.entries.base import Entry, Part, Slug, SourceId, Text

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]


class Calibrated(Part):
    """An 80% interval, and what was believed before anything was measured."""

    prior: Positive
    """Best estimate before the fit."""
    spread: Annotated[float, Field(gt=1)]
    """Factor of one standard deviation around the prior."""
    most: Positive | None = None
    """Physical limit that no end of the range exceeds."""
    reason: Text
    """Why the prior is what it is."""
    source: SourceId | None = None
    """Document that the prior rests on."""
    low: Positive
    """One value in ten lies below."""
    mid: Positive
    """Best estimate after the fit."""
    high: Positive
    """One value in ten lies above."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.mid <= self.high:
            raise ValueError("low, mid and high are out of order; run the calibration again")
        return self


class Efficiency(Part):
    """One calibrated number, and how it differs by class where the data support it."""

    unit: Text
    """Unit of the number, as readers see it."""
    default: Calibrated
    """Where no class below applies."""
    family: dict[Slug, Calibrated] = Field(default_factory=dict)
    """By family of the accelerator."""
    link: dict[Slug, Calibrated] = Field(default_factory=dict)
    """By link between accelerators: nvlink or pcie."""
    engine: dict[Slug, Calibrated] = Field(default_factory=dict)
    """By kind of software: of a serving engine, or cudnn where training takes its attention."""
    weights: dict[Slug, Calibrated] = Field(default_factory=dict)
    """By format of the stored weights: gptq, where it is not the usual one."""


class Residual(Part):
    """How far predictions lie from measurements."""

    rows: Annotated[int, Field(ge=1)]
    """Measurements that were predicted."""
    median_error: float
    """Median of prediction / measurement - 1."""
    median_absolute_error: Annotated[float, Field(ge=0)]
    """Median of its size."""
    median_factor: Annotated[float, Field(ge=1)] | None = None
    """Median of the larger of the two over the smaller; None where the target is no factor."""
    covered: Share
    """Share of measurements inside their 80% interval."""


class EfficiencyGroup(Entry):
    """The calibrated numbers behind one topic."""

    folder: ClassVar[str] = "efficiencies"

    group: Slug
    """The topic; the file's name."""
    title: Text
    """Name as readers see it."""
    fitted: date
    """Day of the fit."""
    rows: Annotated[int, Field(ge=0)]
    """Measurements that it was fitted to."""
    sources: Annotated[int, Field(ge=0)]
    """Documents that they come from."""
    width: Positive
    """Factor on all spreads that makes the intervals hold 80% of measurements of unseen sources."""
    residuals: dict[str, Residual] = Field(default_factory=dict)
    """By kind of measurement, on the measurements fitted to."""
    residuals_source_left_out: dict[str, Residual] = Field(default_factory=dict)
    """The same where each measurement was predicted by a fit without its source."""
    targets_source_left_out: dict[str, Residual] = Field(default_factory=dict)
    """The same by the target that a measurement is judged by."""
    efficiencies: Annotated[dict[str, Efficiency], Field(min_length=1)]
    """Calibrated numbers by name."""
