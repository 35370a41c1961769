"""What a cross-table shows gives no small cell away, not even to somebody who reckons with the sums."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from forums.questionnaires.hiding import LEAST, bounds, protect

few = st.integers(0, 12)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(few, min_size=width, max_size=width), min_size=1, max_size=4)
)


def hidden_cells(shown):
    return {(r, c) for r, row in enumerate(shown) for c, count in enumerate(row) if count is None}


def test_protect_leaves_a_table_of_large_cells_alone():
    table = [[5, 6], [70, 80]]
    assert protect(table, columns_add_up=True) == table


def test_protect_hides_a_second_cell_of_the_row():
    assert protect([[3, 20, 9]], columns_add_up=False) == [[None, 20, None]]


def test_protect_closes_a_square_where_columns_add_up():
    """A hidden cell alone in its row or column is what the sums leave over: four corners are needed."""
    table = [[2, 30, 12], [40, 50, 60], [14, 25, 90]]
    shown = protect(table, columns_add_up=True)
    corners = hidden_cells(shown)
    assert ((0, 0) in corners, len(corners)) == (True, 4)
    assert bounds(table, corners, (0, 0), True) == (0, 14)


def test_protect_hides_behind_a_row_that_holds_next_to_nothing():
    """Two hidden cells with the sum 1 give each other away to within one: a third is hidden beside them."""
    assert protect([[1, 0, 40]], columns_add_up=False) == [[None, None, None]]
    assert protect([[4, 4, 40]], columns_add_up=False) == [[None, None, 40]]


@settings(deadline=None)
@given(tables, st.booleans())
def test_no_small_cell_is_shown(table, add_up):
    shown = protect(table, columns_add_up=add_up)
    assert [count for row in shown for count in row if count is not None and count < LEAST] == []
    assert all(count in (None, was) for row, old in zip(shown, table, strict=True)
               for count, was in zip(row, old, strict=True))  # fmt: skip


@settings(deadline=None)
@given(tables)
def test_rows_give_nothing_away(table):
    """By brute force: every small cell can hold other values that fit the shown cells and the sum of the row."""
    for row, shown in zip(table, protect(table, columns_add_up=False), strict=True):
        gone = [c for c, count in enumerate(shown) if count is None]
        left = sum(row[c] for c in gone)
        for c in gone:
            if 0 < row[c] < LEAST and sum(row) > row[c]:
                assert (len(gone) > 1, left) > (True, 0)


@settings(deadline=None)
@given(st.lists(st.lists(few, min_size=3, max_size=3), min_size=2, max_size=3))
def test_bounds_are_what_trying_everything_finds(table):
    """The flow against brute force, where the sums of rows and columns are known."""
    shown = protect(table, columns_add_up=True)
    gone = sorted(hidden_cells(shown))
    if not gone or len(gone) > 4:
        return
    rows = [sum(row[c] for c in range(3) if (r, c) in gone) for r, row in enumerate(table)]
    columns = [sum(table[r][c] for r in range(len(table)) if (r, c) in gone) for c in range(3)]
    fits = []
    for values in product(*(range(min(rows[r], columns[c]) + 1) for r, c in gone)):
        cells = dict(zip(gone, values, strict=True))
        if all(sum(v for (r, _c), v in cells.items() if r == n) == s for n, s in enumerate(rows)) and all(
            sum(v for (_r, c), v in cells.items() if c == n) == s for n, s in enumerate(columns)
        ):
            fits.append(cells)
    found = {cell: bounds(table, set(gone), cell, True) for cell in gone}
    assert found == {cell: (min(f[cell] for f in fits), max(f[cell] for f in fits)) for cell in gone}


@settings(deadline=None)
@given(st.lists(st.lists(few, min_size=3, max_size=3), min_size=3, max_size=4))
def test_small_cells_stay_open_where_the_table_allows_it(table):
    """A small cell is told exactly only when everything in the table is hidden already."""
    gone = hidden_cells(protect(table, columns_add_up=True))
    filled = {(r, c) for r, row in enumerate(table) for c, count in enumerate(row) if count}
    for r, c in gone:
        if 0 < table[r][c] < LEAST:
            low, high = bounds(table, gone, (r, c), True)
            assert low < high or filled <= gone
