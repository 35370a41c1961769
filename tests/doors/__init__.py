"""One table: every address × who asks → what they get. `tests/test_doors.py` holds the portal to it.

A new URL needs a row in the file of its wing, a new wing a file in `DOORS` of the test:

    Door("post_end", at=lambda w: [w.here.post.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 403/404 403/404 403/404  403/404 404     200/404 200",
        post="in      404      403/404 403/404 403/404 403/404  403/404 404     200/404 200"),

- `at`: the arguments of the address, from the records of `world.py`. They always point into `here`.
- A cell is a status, or `in`: led to the sign-in page. What follows a slash is for the same role of the
  community next door, where that differs. One cell alone is for everybody who is signed in, and visitors are
  led to sign in; `all 200` is for visitors too.
- `get` holds for htmx as well; `post` sends an empty form.
- `gone`: arguments that lead to nothing. Where next door gets 404, it must be the very page that these give.
- `case` tells two rows of one name apart: other arguments, another state of the record.

Write the cells from `buildings/posts/roles.py` and the rules of the room, not from what the page answers.
"""
