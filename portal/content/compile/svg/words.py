"""The elements and attributes an SVG may use. No script, style, link, picture within it, or animation."""

_ELEMENTS = """
svg g title desc defs symbol use rect circle ellipse line polyline polygon path text tspan marker
linearGradient radialGradient stop clipPath mask pattern
"""
_GEOMETRY = """
viewBox preserveAspectRatio x y x1 y1 x2 y2 cx cy r rx ry fx fy width height d points transform dx dy rotate
textLength lengthAdjust pathLength refX refY markerWidth markerHeight markerUnits orient offset gradientUnits
gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits patternUnits patternContentUnits
patternTransform
"""
_PAINT = """
fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray
stroke-dashoffset stroke-miterlimit opacity color stop-color stop-opacity clip-path clip-rule mask
marker-start marker-mid marker-end paint-order vector-effect shape-rendering display visibility
"""
_TEXT = """
font-family font-size font-weight font-style font-variant letter-spacing word-spacing text-anchor
dominant-baseline alignment-baseline baseline-shift text-decoration text-rendering writing-mode
"""
ELEMENTS = frozenset(_ELEMENTS.split())
ATTRIBUTES = frozenset(f"{_GEOMETRY} {_PAINT} {_TEXT}".split())
