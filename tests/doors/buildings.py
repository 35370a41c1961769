"""Where people live: places, posts, households."""

from tests.doors.table import Door

NO_DOORWAY, NO_BUILDING = "42010301000100100199", "420103010001001999"

# fmt: off
DOORS = [
    # Places. Anybody may look where a place lies; posters are for those who serve there.
    Door("place_search", get="all 200", post="all 405"),
    Door("place_pick", get="all 200", post="all 405"),
    Door("place_detail", at=lambda w: [w.here.doorway.code], get="all 200", post="all 405"),
    Door("place_detail", case="unknown", at=lambda w: [NO_DOORWAY], get="all 404", post="all 405"),
    Door("doorway", at=lambda w: [w.here.doorway.code], get="all 200", post="all 405"),
    Door("doorway_poster", at=lambda w: [w.here.doorway.code], gone=[NO_DOORWAY],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    Door("building_posters", at=lambda w: [w.here.building.code], gone=[NO_BUILDING],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    # The tree is the street's to change.
    Door("place_open", at=lambda w: [w.here.building.code], gone=[NO_BUILDING],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 403/404 403/404 403/404  403/404 404     200/404 200",
        post="in      404      403/404 403/404 403/404 403/404  403/404 404     200/404 200"),
    Door("place_rename", at=lambda w: [w.here.building.code], gone=[NO_BUILDING],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 403/404 403/404 403/404  403/404 404     200/404 200",
        post="in      404      403/404 403/404 403/404 403/404  403/404 404     200/404 200"),
    Door("place_close", at=lambda w: [w.here.building.code], gone=[NO_BUILDING],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 403/404 403/404 403/404  403/404 404     200/404 200",
        post="in      404      403/404 403/404 403/404 403/404  403/404 404     200/404 200"),
    Door("place_reopen", at=lambda w: [w.here.building.code], gone=[NO_BUILDING],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 403/404 403/404 403/404  403/404 404     200/404 200",
        post="in      404      403/404 403/404 403/404 403/404  403/404 404     200/404 200"),
    Door("place_move", at=lambda w: [w.here.building.code], gone=[NO_BUILDING],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 403/404 403/404 403/404  403/404 404     200/404 200",
        post="in      404      403/404 403/404 403/404 403/404  403/404 404     200/404 200"),
    Door("place_merge", at=lambda w: [w.here.building.code], gone=[NO_BUILDING],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 403/404 403/404 403/404  403/404 404     200/404 200",
        post="in      404      403/404 403/404 403/404 403/404  403/404 404     200/404 200"),
    # Posts are the street's to give and to end, some kinds the community's. `post` is the group leader's, at the
    # building; `kind` is left to the community, and `volunteer` serves in it without rights.
    *[
        Door(name,
            #     visitor resident leader  worker  liaison property owners  manage  officer operator
            get= "in      403      403     200     403     403      403     403     200     200",
            post="405")
        for name in ("posts", "post_export", "posts_vacant", "posts_ending", "posts_many")
    ],
    *[
        Door(name, at=lambda w: [w.here.post.pk], gone=[0],
            #     visitor resident leader  worker  liaison property owners  manage  officer operator
            get= "in      404      403/404 403/404 403/404 403/404  403/404 404     200/404 200",
            post=f"in     404      403/404 403/404 403/404 403/404  403/404 404     {sent}/404 {sent}")
        for name, sent in (("post_end", "200"), ("post_renew", "302"))
    ],
    *[
        Door(name, case="of a kind", at=lambda w: [w.here.volunteer.pk], gone=[0],
            #     visitor resident leader  worker  liaison property owners  manage  officer operator
            get= "in      404      403/404 200/404 403/404 403/404  403/404 404     200/404 200",
            post=f"in     404      403/404 {sent}/404 403/404 403/404 403/404 404   {sent}/404 {sent}")
        for name, sent in (("post_end", "200"), ("post_renew", "302"))
    ],
    *[
        Door(name, case="ended", at=lambda w: [w.here.former.pk], gone=[0],
            #     visitor resident leader  worker  liaison property owners  manage  officer operator
            get= "in      404      403/404 409/404 403/404 403/404  403/404 404     409/404 409",
            post="in      404      403/404 409/404 403/404 403/404  403/404 404     409/404 409")
        for name in ("post_end", "post_renew")
    ],
    Door("post_link", at=lambda w: [w.here.post.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      404      403/404 403/404 403/404 403/404  403/404 404     302/404 302"),
    Door("post_resign", at=lambda w: [w.here.post.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 404     404     404      404     404     404     404",
        post="in      404      200/404 404     404     404      404     404     404     404"),
    Door("appoint", at=lambda w: [w.here.building.code], gone=[NO_BUILDING],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 200/404 403/404 403/404  403/404 404     200/404 200",
        post="in      404      403/404 200/404 403/404 403/404  403/404 404     200/404 200"),
    Door("appoint", case="where no kind is the community's", at=lambda w: [w.here.compound.code], gone=[NO_BUILDING],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 403/404 403/404  403/404 404     200/404 200",
        post="in      404      404     200/404 403/404 403/404  403/404 404     200/404 200"),
    Door("kinds_here",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     403     403     403      403     403     302     302",
        post="405"),
    *[
        Door(name, at=lambda w: [w.here.street.code], gone=["420103099"],
            #     visitor resident leader  worker  liaison property owners  manage  officer operator
            get= "in      404      404     404     404     404      404     404     200/404 200",
            post="in      404      404     404     404     404      404     404     200/404 200")
        for name in ("post_kinds", "post_kind_new")
    ],
    Door("post_kind_change", at=lambda w: [w.here.kind.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     404     404     404      404     404     200/404 200",
        post="in      404      404     404     404     404      404     404     200/404 200"),
    Door("post_kind_close", at=lambda w: [w.here.kind.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      404      404     404     404     404      404     404     302/404 302"),
    # A person's page: the liaison is the office's face, the group leader is known where he serves.
    Door("person", at=lambda w: [w.here.liaison.pk], get="all 200", post="all 405"),
    Door("person", case="not for strangers", at=lambda w: [w.here.leader.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "404     404      200/404 200/404 200/404 200/404  200/404 404     200/404 200",
        post="all 405"),
    Door("my_posts", get="200", post="302"),
    # Households. Anybody may ask to belong to one; the community confirms.
    Door("join_household", at=lambda w: [w.here.doorway.code], get="200", post="200"),
    Door("join_household", case="no doorway chosen", get="404", post="404"),
    Door("my_households", get="200", post="405"),
    Door("membership_leave", at=lambda w: [w.here.membership.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      302/404  404     404     404     404      404     404     404     404"),
    Door("verify_memberships",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     403     403      403     403     200     200",
        post="405"),
    Door("membership_export",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     403     403      403     403     200     200",
        post="405"),
    Door("membership_verify", at=lambda w: [w.here.asked.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      404      403/404 302/404 403/404 403/404  403/404 404     302/404 302"),
    Door("membership_family", at=lambda w: [w.here.membership.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 200/404 403/404 403/404  403/404 404     200/404 200",
        post="in      404      403/404 200/404 403/404 403/404  403/404 404     200/404 200"),
    Door("membership_family", case="not confirmed", at=lambda w: [w.here.asked.pk], get="404", post="404"),
    Door("membership_end", at=lambda w: [w.here.asked.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 200/404 403/404 403/404  403/404 404     200/404 200",
        post="in      404      403/404 200/404 403/404 403/404  403/404 404     200/404 200"),
]
# fmt: on
