"""Meetings: the calendar, calling one, who came, the minutes."""

from tests.doors.table import Door

NO_UUID = "00000000-0000-0000-0000-000000000000"
NO_PLACE = "420103010001999"

# fmt: off
DOORS = [
    # The calendar, one's own, and a new one.
    Door("meetings", get="200", post="405"),
    Door("my_meetings", get="200", post="405"),
    Door("my_calendar", get="405", post="200"),
    Door("calendar_feed", at=lambda w: [w.here.feed], get="all 200", post="all 405"),
    Door("calendar_feed", case="unknown", at=lambda w: ["guessed"], get="all 404", post="all 405"),
    Door("meeting_new",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     200     403      403     403     200     200",
        post="in      403      403     200     200     403      403     403     200     200"),
    # One meeting: those who prepare it, and once it is called those who are asked. A helper has the door alone.
    Door("meeting", at=lambda w: [w.here.meeting.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    Door("meeting", case="draft", at=lambda w: [w.here.draft_meeting.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      404     404     200/404 200",
        post="405"),
    Door("meeting", case="residents may come", at=lambda w: [w.here.open_meeting.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    Door("meeting_ics", at=lambda w: [w.here.meeting.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    Door("meeting_ics", case="draft", at=lambda w: [w.here.draft_meeting.pk], get="404", post="405"),
    Door("meeting_notice", at=lambda w: [w.here.meeting.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    Door("meeting_quorum", at=lambda w: [w.here.open_meeting.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    Door("meeting_quorum", case="nobody arrives yet", at=lambda w: [w.here.meeting.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      286/404  404     286/404 286/404 286/404  286/404 404     286/404 286",
        post="405"),
    # What the code on the notice opens: for strangers at least that there is a meeting.
    Door("public_meeting", at=lambda w: [w.here.open_meeting.uid],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "200     302/200  200     302/200 302/200 302/200  302/200 200     302/200 302",
        post="all 405"),
    Door("public_meeting", case="not for residents", at=lambda w: [w.here.meeting.uid],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "200     302/200  200     302/200 302/200 302/200  302/200 200     302/200 302",
        post="all 405"),
    Door("public_meeting", case="draft", at=lambda w: [w.here.draft_meeting.uid], gone=[NO_UUID],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "404     404      404     302/404 302/404 404      404     404     302/404 302",
        post="all 405"),
    Door("public_ics", at=lambda w: [w.here.open_meeting.uid], get="all 200", post="all 405"),
    Door("public_ics", case="not for residents", at=lambda w: [w.here.meeting.uid], get="all 404", post="all 405"),
    # Preparing it.
    Door("meeting_invite", at=lambda w: [w.here.meeting.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("meeting_agenda", at=lambda w: [w.here.meeting.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("meeting_take_proposal", at=lambda w: [w.here.meeting.pk], gone=[0],
        get="405",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        post="in      403/404  404     302/404 302/404 403/404  403/404 404     302/404 302"),
    Door("meeting_helpers", at=lambda w: [w.here.meeting.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("meeting_verb", case="call", at=lambda w: [w.here.draft_meeting.pk, "call"], gone=[0, "call"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      404     404     200/404 200",
        post="in      404      404     302/404 302/404 404      404     404     302/404 302"),
    Door("meeting_verb", case="call, second click", at=lambda w: [w.here.meeting.pk, "call"], gone=[0, "call"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     409/404 409/404 403/404  403/404 404     409/404 409",
        post="in      403/404  404     302/404 302/404 403/404  403/404 404     302/404 302"),
    Door("meeting_verb", case="change", at=lambda w: [w.here.draft_meeting.pk, "change"], gone=[0, "change"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      404     404     200/404 200",
        post="in      404      404     200/404 200/404 404      404     404     200/404 200"),
    Door("meeting_verb", case="cancel", at=lambda w: [w.here.meeting.pk, "cancel"], gone=[0, "cancel"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("meeting_verb", case="move", at=lambda w: [w.here.meeting.pk, "move"], gone=[0, "move"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("meeting_verb", case="remind", at=lambda w: [w.here.meeting.pk, "remind"], gone=[0, "remind"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      403/404  404     302/404 302/404 403/404  403/404 404     302/404 302"),
    Door("meeting_verb", case="repeat", at=lambda w: [w.here.meeting.pk, "repeat"], gone=[0, "repeat"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("meeting_verb", case="answer", at=lambda w: [w.here.meeting.pk, "answer"], gone=[0, "answer"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 403/404 200/404  200/404 404     403/404 403",
        post="in      200/404  404     200/404 403/404 200/404  200/404 404     403/404 403"),
    Door("meeting_verb", case="unknown", at=lambda w: [w.here.meeting.pk, "dance"], get="404", post="404"),
    Door("rooms", at=lambda w: [w.here.community.code], gone=[NO_PLACE],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     404     200/404 200",
        post="in      404      404     200/404 404     404      404     404     200/404 200"),
    Door("rooms", case="of a compound", at=lambda w: [w.here.compound.code], gone=[NO_PLACE],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      404      404     200/404 200/404 403/404  403/404 404     200/404 200"),
    # Who came. The code at the door is for those who are asked; where residents may come, for everybody.
    Door("meeting_here", at=lambda w: [w.here.meeting.uid], gone=[NO_UUID],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 404     200/404  200/404 404     404     404",
        post="in      409/404  404     409/404 404     409/404  409/404 404     404     404"),
    Door("meeting_here", case="residents may come", at=lambda w: [w.here.open_meeting.uid], get="200", post="302"),
    Door("meeting_here", case="draft", at=lambda w: [w.here.draft_meeting.uid], get="404", post="404"),
    Door("meeting_door", at=lambda w: [w.here.meeting.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  200/404 200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      403/404  409/404 409/404 409/404 403/404  403/404 404     409/404 409"),
    Door("meeting_sheet", at=lambda w: [w.here.meeting.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  200/404 200/404 200/404 403/404  403/404 404     200/404 200",
        post="405"),
    Door("meeting_code", at=lambda w: [w.here.meeting.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  200/404 200/404 200/404 403/404  403/404 404     200/404 200",
        post="405"),
    Door("meeting_attendance", at=lambda w: [w.here.meeting.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200"),
    # The minutes: writing, deciding, sending round, objecting, locking.
    Door("minutes_write", at=lambda w: [w.here.held.pk, w.here.held_item.pk], gone=[0, 0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("minutes_revisions", at=lambda w: [w.here.held.pk, w.here.held_item.pk], gone=[0, 0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="405"),
    Door("minutes_resolve", at=lambda w: [w.here.held.pk, w.here.held_item.pk], gone=[0, 0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("minutes_write", case="a matter of another meeting",
        at=lambda w: [w.here.meeting.pk, w.here.held_item.pk], gone=[0, 0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     404/404 404/404 403/404  403/404 404     404/404 404",
        post="in      403/404  404     404/404 404/404 403/404  403/404 404     404/404 404"),
    Door("meeting_hold", at=lambda w: [w.here.open_meeting.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      403/404  404     302/404 302/404 403/404  403/404 404     302/404 302"),
    Door("meeting_hold", case="not begun", at=lambda w: [w.here.meeting.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     409/404 409/404 403/404  403/404 404     409/404 409",
        post="in      403/404  404     409/404 409/404 403/404  403/404 404     409/404 409"),
    Door("meeting_minute", case="matters without an end", at=lambda w: [w.here.held.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     409/404 409/404 403/404  403/404 404     409/404 409",
        post="in      403/404  404     409/404 409/404 403/404  403/404 404     409/404 409"),
    Door("meeting_rework", at=lambda w: [w.here.minuted.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("meeting_confirm", case="an objection stands", at=lambda w: [w.here.minuted.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     409/404 409/404 403/404  403/404 404     409/404 409",
        post="in      403/404  404     409/404 409/404 403/404  403/404 404     409/404 409"),
    Door("meeting_object", at=lambda w: [w.here.minuted.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 403/404 200/404  200/404 404     403/404 403",
        post="in      403/404  404     200/404 403/404 200/404  200/404 404     403/404 403"),
    Door("objection_settle", at=lambda w: [w.here.minuted.pk, w.here.objection.pk], gone=[0, 0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("objection_settle", case="of another meeting",
        at=lambda w: [w.here.held.pk, w.here.objection.pk], gone=[0, 0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     404/404 404/404 403/404  403/404 404     404/404 404",
        post="in      403/404  404     404/404 404/404 403/404  403/404 404     404/404 404"),
    Door("meeting_correct", at=lambda w: [w.here.confirmed.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200"),
    # On paper: those who write them first, then all who were asked.
    Door("minutes_print", at=lambda w: [w.here.confirmed.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    Door("minutes_print", case="still written", at=lambda w: [w.here.held.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="405"),
    Door("minutes_version_print", at=lambda w: [w.here.confirmed.pk, 1], gone=[0, 1],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    Door("minutes_word", at=lambda w: [w.here.confirmed.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    Door("minutes_word", case="still written", at=lambda w: [w.here.held.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="405"),
    Door("minutes_version_word", at=lambda w: [w.here.confirmed.pk, 1], gone=[0, 1],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    Door("minutes_print", case="sent round", at=lambda w: [w.here.minuted.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    Door("minutes_print", case="draft", at=lambda w: [w.here.draft_meeting.pk], get="404", post="405"),
    Door("minutes_check", get="all 200", post="all 405"),
]
# fmt: on
