"""The capture wall (记录墙): the page on which the note-taker writes down what is said, on a bad line or on none.

A plain form that saves one matter per POST. With the script (`static/js/wall*.js`) each line stays on the device until
it has arrived: text first, photos after it, then the heads counted. `syncing` takes lines in order and answers for each
by itself; a line carries the client id that its device made, so that sent again it is the same line, and the revision
it was changed from, so that of two devices the later one sees both. `writing` holds the verbs: rewrite, merge, part;
`counting` and `picturing` one each. Who may: `KEEP_MINUTES` of the meeting; for all others the page is not there.
"""
