"""Places (辖区/点位): the tree from province to doorway, keyed by the national division code.

Nouns: Place, PlaceAlias, Level. Verbs: import divisions of a year, open, rename, close, merge, move
(whole subtree with every reference), search by name, alias, pinyin or code, print a doorway's poster.
The code is the key, so "under this place" is a prefix test and needs no join.
"""
