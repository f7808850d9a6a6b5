"""Colours as people with four kinds of colour vision see them, and how far two of them lie apart."""

import math
import re
from collections.abc import Callable

Colour = tuple[float, float, float]
"""Red, green and blue light, linear, 0 to 1."""

_MATRICES = {
    "protanopia": (
        0.152286,
        1.052583,
        -0.204868,
        0.114503,
        0.786281,
        0.099216,
        -0.003882,
        -0.048116,
        1.051998,
    ),
    "deuteranopia": (
        0.367322,
        0.860646,
        -0.227968,
        0.280085,
        0.672501,
        0.047413,
        -0.011820,
        0.042940,
        0.968881,
    ),
    "tritanopia": (
        1.255528,
        -0.076749,
        -0.178779,
        -0.078411,
        0.930809,
        0.147602,
        0.004733,
        0.691367,
        0.303900,
    ),
    "achromatopsia": (0.2126, 0.7152, 0.0722) * 3,
}
"""Machado, Oliveira and Fernandes 2009 at full severity; no colour at all: the luminance of sRGB."""

_XYZ = (0.4124, 0.3576, 0.1805, 0.2126, 0.7152, 0.0722, 0.0193, 0.1192, 0.9505)
_WHITE = (0.9505, 1.0, 1.089)


def parse_colour(css: str) -> Colour:
    """Read a computed colour such as rgb(10, 106, 76)."""
    red, green, blue = (float(number) / 255 for number in re.findall(r"[\d.]+", css)[:3])
    return _linear(red), _linear(green), _linear(blue)


def difference(one: Colour, other: Colour) -> float:
    """Return the distance in CIELAB (1976): 2 can just be seen side by side."""
    return math.dist(_lab(one), _lab(other))


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _times(matrix: tuple[float, ...], colour: Colour) -> Colour:
    red, green, blue = (
        sum(factor * part for factor, part in zip(matrix[row : row + 3], colour, strict=True))
        for row in (0, 3, 6)
    )
    return red, green, blue


def _lab(colour: Colour) -> Colour:
    x, y, z = (
        _root(max(part, 0.0) / white) for part, white in zip(_times(_XYZ, colour), _WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(value: float) -> float:
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116


def _simulation(name: str) -> Callable[[Colour], Colour]:
    return lambda colour: _times(_MATRICES[name], colour)


SIMULATIONS: dict[str, Callable[[Colour], Colour]] = {name: _simulation(name) for name in _MATRICES}
