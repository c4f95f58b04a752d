"""Declarations: mistakes of a calculator's author are found at once, and defaults are completed."""

import re
from dataclasses import dataclass, replace
from typing import Annotated

import pytest
from annotated_types import Ge, Le

from calculators.cost import CostInputs, CostResults
from calculators.declare import (
    Input,
    Output,
    OutputSpec,
    OutputTable,
    defaults_of,
    groups_of,
    inputs_of,
    layout_of,
    outputs_of,
)
from calculators.physics.input_variants import variant_of
from calculators.registry import CALCULATORS

ABOUT = Input(label="Size", unit="tokens", help="How large.", group="Sizes")


def test_a_number_without_bounds_is_a_mistake() -> None:
    """Without a range there is no form field and no refusal."""

    @dataclass(frozen=True, kw_only=True)
    class Unbounded:
        size: Annotated[int, ABOUT, Ge(0)] = 1

    with pytest.raises(TypeError, match="size: a number needs both Ge and Le"):
        inputs_of(Unbounded)


def test_a_default_out_of_bounds_is_a_mistake() -> None:
    """A page must not open with a value that its own form refuses."""

    @dataclass(frozen=True, kw_only=True)
    class Misset:
        size: Annotated[int, ABOUT, Ge(0), Le(5)] = 6

    with pytest.raises(TypeError, match="out of its own bounds"):
        inputs_of(Misset)


def test_an_input_needs_its_declaration() -> None:
    """A field that says nothing of itself cannot be shown."""

    @dataclass(frozen=True, kw_only=True)
    class Bare:
        size: int = 1

    with pytest.raises(TypeError, match="size: needs Annotated"):
        inputs_of(Bare)


def test_a_choice_fills_its_fields_and_explicit_values_win() -> None:
    """Own defaults come first, then what the choice fills, then what is given."""

    @dataclass(frozen=True, kw_only=True)
    class Priced:
        model: Annotated[str, replace(ABOUT, catalogue="models")] = "small"
        price: Annotated[float, replace(ABOUT, filled_by="model"), Ge(0), Le(9)]
        size: Annotated[int, ABOUT, Ge(0), Le(5)] = 2

    models = [{"id": "small", "fills": {"price": 1.0}}, {"id": "large", "fills": {"price": 4.0}}]
    catalogue = {"models": models}

    assert defaults_of(Priced, catalogue) == {"model": "small", "price": 1.0, "size": 2}
    assert defaults_of(Priced, catalogue, {"model": "large"})["price"] == 4.0
    assert defaults_of(Priced, catalogue, {"model": "large", "price": 3.0})["price"] == 3.0
    with pytest.raises(LookupError, match="models has no entry 'huge'"):
        defaults_of(Priced, catalogue, {"model": "huge"})


def test_results_are_named_by_their_path() -> None:
    """A nested result is found under the name of its arm."""
    names = [spec.name for spec in outputs_of(CostResults)]

    assert "rag.components.output_usd" in names
    assert len(names) == len(set(names))


def test_equal_results_stand_side_by_side() -> None:
    """Four arms make one table of four columns, six pairs another."""
    tables = [each for each in layout_of(CostResults) if isinstance(each, OutputTable)]

    assert [len(table.columns) for table in tables] == [4, 6]


def test_every_input_says_what_it_means() -> None:
    """Label, help and group are never empty, and a number has a unit."""
    for spec in inputs_of(CostInputs):
        assert spec.label
        assert spec.help.endswith(".")
        assert spec.group
        assert spec.unit or spec.kind in {"choice", "boolean"}


@dataclass(frozen=True, kw_only=True)
class _Ranged:
    """A result with its interval."""

    time_ms: Annotated[float, Output(label="Time", unit="ms", low="low_ms", high="high_ms")]
    low_ms: Annotated[float, Output(label="Time, low end", unit="ms")]
    high_ms: Annotated[float, Output(label="Time, high end", unit="ms")]


@dataclass(frozen=True, kw_only=True)
class _TwoRanged:
    """Two of them."""

    one: Annotated[_Ranged, Output(label="One")]
    two: Annotated[_Ranged, Output(label="Two")]


def test_an_interval_is_shown_with_its_result_and_not_by_itself() -> None:
    """The ends stay results by name, but have no place of their own on a page."""
    (single,) = layout_of(_Ranged)
    assert isinstance(single, OutputSpec)
    assert single.name == "time_ms"
    (table,) = layout_of(_TwoRanged)
    assert isinstance(table, OutputTable)
    assert [row.name for row in table.rows if isinstance(row, OutputSpec)] == ["time_ms"]
    specs = {each.name: each for each in outputs_of(_TwoRanged)}
    assert len(specs) == 6
    assert (specs["two.time_ms"].low, specs["two.time_ms"].high) == ("two.low_ms", "two.high_ms")


def test_an_interval_of_missing_fields_is_refused() -> None:
    """A misspelt end is a mistake of the author, named."""

    @dataclass(frozen=True, kw_only=True)
    class Wrong:
        time_ms: Annotated[float, Output(label="Time", unit="ms", low="lowest_ms")]

    with pytest.raises(TypeError, match="no field lowest_ms"):
        layout_of(Wrong)


def test_no_result_shows_a_sampled_probability_as_certain() -> None:
    """Tiles and tables tell it as the headline does: neither 0% nor 100%."""
    specs = [spec for each in CALCULATORS.values() for spec in outputs_of(each.results)]
    probabilities = [spec for spec in specs if "probability" in spec.label.lower()]

    assert len(probabilities) > 40  # of the arms each
    assert {spec.text(100.0) for spec in probabilities} == {"above 99%"}
    assert {spec.text(0.0) for spec in probabilities} == {"below 1%"}


def test_groups_of_advanced_inputs_come_last() -> None:
    """What most readers leave alone does not stand before what they fill in."""

    @dataclass(frozen=True, kw_only=True)
    class Grouped:
        rare: Annotated[bool, Input(label="R", unit="", help="R.", group="Rare", advanced=True)] = (
            False
        )
        usual: Annotated[bool, Input(label="U", unit="", help="U.", group="Usual")] = True

    assert list(groups_of(Grouped)) == ["Usual", "Rare"]


def test_an_input_may_depend_on_the_value_of_a_choice() -> None:
    """Inputs of own machines say which choice makes them matter, and keep what they had."""
    specs = {spec.name: spec for spec in inputs_of(CostInputs)}

    assert specs["usd_per_gpu_hour"].shown_when == ("hosting", "self-hosted")
    assert specs["serving_compute_low"].shown_when == ("hosting", "self-hosted")
    assert specs["input_usd_per_million_tokens"].shown_when == ("hosting", "hosted")
    assert specs["requests_per_month"].shown_when is None


def test_an_input_cannot_depend_on_a_value_that_no_choice_has() -> None:
    """A slip in the name or in the value is the author's mistake."""

    @dataclass(frozen=True, kw_only=True)
    class Slip:
        size: Annotated[int, replace(ABOUT, shown_when=("hosting", "hosted")), Ge(0), Le(9)] = 1

    with pytest.raises(TypeError, match="size: "):
        inputs_of(Slip)


def test_an_input_can_only_rest_on_another_input() -> None:
    """A slip in the name of the count is the author's mistake."""

    @dataclass(frozen=True, kw_only=True)
    class Slip:
        size: Annotated[int, replace(ABOUT, rests_on=("studys", "no study")), Ge(0), Le(9)] = 1

    with pytest.raises(TypeError, match="size: studys is no input"):
        inputs_of(Slip)


def test_a_default_must_not_exceed_its_limit() -> None:
    """A page that opens with a middle above the upper end is the author's mistake."""

    @dataclass(frozen=True, kw_only=True)
    class Misset:
        size_mid: Annotated[int, ABOUT, Ge(0), Le(9)] = 5
        size_high: Annotated[int, ABOUT, Ge(0), Le(9)] = 3

    with pytest.raises(TypeError, match="size_mid: the default exceeds that of size_high"):
        inputs_of(Misset)


def test_a_limit_must_be_a_number_of_the_form() -> None:
    """A slip in the name of a limit is the author's mistake."""

    @dataclass(frozen=True, kw_only=True)
    class Slip:
        size: Annotated[int, replace(ABOUT, at_most="length"), Ge(0), Le(9)] = 5

    with pytest.raises(TypeError, match="size: length is no number of the form"):
        inputs_of(Slip)


def test_a_variant_keeps_types_bounds_and_defaults() -> None:
    """What is said of an input may change between two forms, not what it accepts."""

    @dataclass(frozen=True, kw_only=True)
    class Plain:
        kept: Annotated[int, ABOUT, Ge(0), Le(9)] = 3
        left_out: Annotated[int, ABOUT, Ge(0), Le(9)] = 4

    made = variant_of(
        Plain, "Made", lambda name: None if name == "left_out" else f"own_{name}", group="Other"
    )
    (spec,) = inputs_of(made)

    assert (spec.name, spec.group) == ("own_kept", "Other")
    assert (spec.minimum, spec.maximum, spec.default) == (0, 9, 3)


def test_a_change_may_differ_from_input_to_input() -> None:
    """A function gives each input of a variant what it says of itself."""

    @dataclass(frozen=True, kw_only=True)
    class Plain:
        one: Annotated[int, ABOUT, Ge(0), Le(9)] = 3
        two: Annotated[int, ABOUT, Ge(0), Le(9)] = 4

    made = variant_of(Plain, "Made", str, advanced=lambda name: name == "two", group="Other")

    assert [(spec.group, spec.advanced) for spec in inputs_of(made)] == [
        ("Other", False),
        ("Other", True),
    ]


@pytest.mark.parametrize(
    ("calculators", "pattern", "number"),
    [
        (("cost", "index"), "vector_store_.*", 6),
        (("cost", "caching"), ".*_usd_per_million_tokens", 12),
        (("cost", "latency"), "context_tokens", 1),
        (("cost", "serving", "latency"), "gpus_per_replica|(weight|kv)_bits|precision", 4),
    ],
)
def test_an_input_of_several_forms_is_asked_in_the_same_words(
    calculators: tuple[str, ...], pattern: str, number: int
) -> None:
    """Forms may sort, hide and fill an input differently; its name, words and bounds are the same."""
    one, *others = (
        {
            spec.name: replace(spec, group="", advanced=False, shown_when=None)
            for spec in inputs_of(CALCULATORS[name].inputs)
            if re.fullmatch(pattern, spec.name)
        }
        for name in calculators
    )
    for other in others:
        shared = [name for name in one if name in other]
        assert len(shared) == number
        assert [one[name] for name in shared] == [other[name] for name in shared]
