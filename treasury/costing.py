"""What goods cost that go out (发出计价): first in first out, average, or by piece.

1. Layers are what is left of the lots, the oldest first: quantity and cost to the fen.
2. First in first out takes the oldest; by piece takes the lots that were named; part
   of a layer costs in proportion, half a fen up, and its last piece takes what is left.
3. The average is that of all layers at the moment (移动加权平均), half a fen up; what
   stays is spread over the layers by their quantities, so the same layers go on if
   the method changes. When nothing is left, no cost is left.
4. Nothing is created or lost: what was taken and what stays are what there was.

Basis: 工会会计制度（2021）第三十一条.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ledger.accounts import Labelled
from ledger.money import Money


class Method(Labelled):
    """How a unit finds what its goods cost that go out."""

    FIFO = "fifo", "先进先出法"
    AVERAGE = "weighted_average", "加权平均法"
    SPECIFIC = "specific", "个别计价法"


@dataclass(frozen=True, slots=True)
class Layer:
    """What is left of a lot: thousandths and fen."""

    lot: int
    quantity_milli: int
    cost_fen: int


class Taken(NamedTuple):
    """What one lot gives: thousandths, and the cost that leaves it.

    An average moves cost between lots, so the cost of one may be below nothing; the
    cost of all that is taken is not.
    """

    lot: int
    quantity_milli: int
    cost_fen: int


class TooLittle(Exception):  # noqa: N818 - it becomes a refusal with words of its own
    """More was asked for than there is."""


def take(
    layers: Sequence[Layer],
    quantity_milli: int,
    method: Method,
    lots: Sequence[tuple[int, int]] = (),
) -> tuple[Taken, ...]:
    """What leaves each lot; `lots` names lots and thousandths, by piece alone.

    Raises:
        TooLittle: there is not so much, in all or of a lot named.
    """
    assert quantity_milli > 0
    whole = levelled(layers)
    if sum(layer.quantity_milli for layer in whole) < quantity_milli:
        raise TooLittle
    before = {layer.lot: layer for layer in layers}
    match method:
        case Method.SPECIFIC:
            after = _by_piece(whole, quantity_milli, lots)
        case Method.FIFO:
            after = _oldest(whole, quantity_milli)
        case _:
            after = _average(whole, quantity_milli)
    left = {layer.lot: layer for layer in after}
    changes = (_change(before[lot], left[lot]) for lot in before)
    return tuple(one for one in changes if one.quantity_milli or one.cost_fen)


def _change(before: Layer, after: Layer) -> Taken:
    return Taken(
        before.lot,
        before.quantity_milli - after.quantity_milli,
        before.cost_fen - after.cost_fen,
    )


def levelled(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """The same layers, none of which holds a cost that cannot be.

    Averages given up again may leave cost on a lot that is empty, or too little on
    one that is not; what there is in all is then spread over the layers.
    """
    possible = all(
        layer.cost_fen >= 0 and (layer.quantity_milli or not layer.cost_fen)
        for layer in layers
    )
    return tuple(layers) if possible else _spread(layers, _cost(layers))


def proportion(cost_fen: int, part: int, whole: int) -> int:
    """The cost of a part of something, half a fen up; the whole takes all."""
    return (2 * cost_fen * part + whole) // (2 * whole)


def _cost(layers: Sequence[Layer]) -> int:
    return sum(layer.cost_fen for layer in layers)


def _spread(layers: Sequence[Layer], cost_fen: int) -> tuple[Layer, ...]:
    """The layers with a cost spread over them by quantity."""
    weights = [layer.quantity_milli for layer in layers]
    if not any(weights):
        return tuple(Layer(layer.lot, 0, 0) for layer in layers)
    shares = Money(cost_fen).split(weights)
    return tuple(
        Layer(layer.lot, layer.quantity_milli, share.fen)
        for layer, share in zip(layers, shares, strict=True)
    )


def _less(layer: Layer, quantity_milli: int) -> Layer:
    """A layer of which a part was taken."""
    if not quantity_milli:
        return layer
    cost = proportion(layer.cost_fen, quantity_milli, layer.quantity_milli)
    left = layer.quantity_milli - quantity_milli
    return Layer(layer.lot, left, layer.cost_fen - cost)


def _oldest(layers: Sequence[Layer], quantity_milli: int) -> tuple[Layer, ...]:
    after = []
    for layer in layers:
        taken = min(layer.quantity_milli, quantity_milli)
        quantity_milli -= taken
        after.append(_less(layer, taken))
    return tuple(after)


def _by_piece(
    layers: Sequence[Layer], quantity_milli: int, lots: Sequence[tuple[int, int]]
) -> tuple[Layer, ...]:
    wanted: dict[int, int] = {}
    for lot, quantity in lots:
        wanted[lot] = wanted.get(lot, 0) + quantity
    here = {layer.lot: layer.quantity_milli for layer in layers}
    if sum(wanted.values()) != quantity_milli or any(
        here.get(lot, 0) < quantity for lot, quantity in wanted.items()
    ):
        raise TooLittle
    return tuple(_less(layer, wanted.get(layer.lot, 0)) for layer in layers)


def _average(layers: Sequence[Layer], quantity_milli: int) -> tuple[Layer, ...]:
    whole = sum(layer.quantity_milli for layer in layers)
    cost = proportion(_cost(layers), quantity_milli, whole)
    # The oldest pieces leave; what stays is spread over the layers that have any.
    after = _oldest(layers, quantity_milli)
    return _spread(after, _cost(layers) - cost)
