"""Print the 7-bit tables as published packages have them, one cell a line, for e2e/tests/gsm_oracle.rs:

    package  language identifier  locking|single  code (hex)  code point (hex)

gsm0338 (default alphabet and extension only) shares nothing with the package our tables come from: it is the oracle.
gsmcodecs is that source; its lines show that our tables differ from it in the listed corrections and nowhere else.
No other Python package found carries the national tables.
"""

from gsm0338.charset import BASIC_CHARACTER_SET, BASIC_CHARACTER_SET_EXTENSION
from gsmcodecs.charmaps import GSMCHARMAPS
from unicodedata import lookup

ESCAPE = 0x1B


def print_cells(package, language, kind, cells):
    for code, point in sorted(cells.items()):
        if code != ESCAPE:
            print(package, language, kind, f"{code:02X}", f"{point:04X}")


for kind, names in [("locking", BASIC_CHARACTER_SET), ("single", BASIC_CHARACTER_SET_EXTENSION)]:
    print_cells("gsm0338", 0, kind, {code: ord(lookup(name)) for code, name in names.items()})
for language, maps in GSMCHARMAPS.items():
    for kind, key in [("locking", "locking"), ("single", "singleShift")]:
        if key in maps:
            print_cells("gsmcodecs", language, kind, maps[key]["decode"])
