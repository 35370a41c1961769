"""Reads a QR code from its modules: a small decoder written from ISO/IEC 18004, sharing nothing with segno.

Versions 1 to 6, byte mode, undamaged symbols: error correction is checked by re-reading, not used.
"""

# (version, level) → data codewords of each block; level as in the format bits: 1 = L, 0 = M
BLOCKS = {
    (1, 0): [16], (2, 0): [28], (3, 0): [44], (4, 0): [32, 32], (5, 0): [43, 43], (6, 0): [27, 27, 27, 27],
    (1, 1): [19], (2, 1): [34], (3, 1): [55], (4, 1): [80], (5, 1): [108], (6, 1): [68, 68],
}  # fmt: skip
MASKS = [
    lambda y, x: (y + x) % 2 == 0,
    lambda y, x: y % 2 == 0,
    lambda y, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
]
FORMAT_MASK = 0b101010000010010
Matrix = list[list[bool]]


def decode(matrix: Matrix) -> str:
    """The text of a symbol, given row by row without the quiet zone, True for dark."""
    side = len(matrix)
    version = (side - 17) // 4
    assert side == 17 + 4 * version
    assert 1 <= version <= 6
    check_finders(matrix)
    bits = [matrix[8][x] for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [matrix[y][8] for y in (7, 5, 4, 3, 2, 1, 0)]
    form = int("".join("01"[bit] for bit in bits), 2) ^ FORMAT_MASK
    level, mask = form >> 13, MASKS[form >> 10 & 7]
    codewords = read(matrix, mask, version)
    sizes = BLOCKS[version, level]
    blocks: list[list[int]] = [[] for _size in sizes]
    at = 0
    for number in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if number < size:
                block.append(codewords[at])
                at += 1
    stream = "".join(f"{byte:08b}" for block in blocks for byte in block)
    assert stream[:4] == "0100"  # byte mode
    length = int(stream[4:12], 2)
    return bytes(int(stream[12 + 8 * n : 20 + 8 * n], 2) for n in range(length)).decode()


def check_finders(matrix: Matrix) -> None:
    """The three corner squares stand where they must: the picture was cut at the right lines."""
    finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
    last = len(matrix) - 7
    for top, left in ((0, 0), (0, last), (last, 0)):
        seen = ["".join("01"[dark] for dark in row[left : left + 7]) for row in matrix[top : top + 7]]
        assert seen == finder


def read(matrix: Matrix, mask, version: int) -> list[int]:
    """Codewords in the order of placement: two columns at a time, right to left, up and down in turn."""
    side, bits = len(matrix), ""
    columns = list(range(side - 1, 0, -2))
    columns = [x if x > 6 else x - 1 for x in columns]  # the timing column is skipped
    for number, right in enumerate(columns):
        rows = range(side - 1, -1, -1) if number % 2 == 0 else range(side)
        for y in rows:
            for x in (right, right - 1):
                if not reserved(y, x, side, version):
                    bits += "01"[matrix[y][x] ^ mask(y, x)]
    return [int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8)]


def reserved(y: int, x: int, side: int, version: int) -> bool:
    if 6 in (y, x):
        return True
    if (y < 9 and x < 9) or (y < 9 and x >= side - 8) or (y >= side - 8 and x < 9):
        return True
    middle = side - 7  # the only alignment pattern of versions 2 to 6
    return version > 1 and abs(y - middle) <= 2 and abs(x - middle) <= 2
