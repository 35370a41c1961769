"""The ledger: the committee writes, those above read, everybody reads what is published."""

from tests.doors.extra_tables import day
from tests.doors.filled import NEW, Filled
from tests.doors.table import Door
from tests.make_ledger import month_back
from tripartite.selfmanagement.ledger.models import Book, Entry, Line
from tripartite.selfmanagement.ledger.snapshots import Closing, Posting, PostingProof, Snapshot

WATCHED = [Book, Entry, Line, Closing, Snapshot, Posting, PostingProof]
# fmt: off
DOORS = [
    Door("ledger", at=lambda w: [w.here.compound.code], get="all 200", post="all 405"),
    Door("ledger", case="of a community", at=lambda w: [w.here.community.code], get="all 404", post="all 405"),
    Door("ledger_month", at=lambda w: [w.here.posted_month.pk], get="all 200", post="all 405"),
    Door("ledger_notice", at=lambda w: [w.here.posted_month.pk], get="all 200", post="all 405"),
    Door("ledger_check", get="all 200", post="all 405"),
    Door("ledger_books",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     200     403      200     200     200     200",
        post="405"),
    Door("ledger_book", at=lambda w: [w.here.book.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      200/404 404     200/404 200",
        post="405"),
    Door("ledger_book", case="closed", at=lambda w: [w.here.old_book.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     200/404 200/404 200",
        post="405"),
    Door("ledger_export", at=lambda w: [w.here.book.pk, "csv"], gone=[0, "csv"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      200/404 404     200/404 200",
        post="405"),
    Door("ledger_export", case="unknown", at=lambda w: [w.here.book.pk, "pdf"], get="404", post="405"),
    Door("ledger_entry", at=lambda w: [w.here.entry.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      200/404 404     200/404 200",
        post="405"),
    Door("ledger_document", at=lambda w: [w.here.entry.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      200/404 404     200/404 200",
        post="405"),
    Door("ledger_document", case="without", at=lambda w: [w.here.reversed_entry.pk], get="404", post="405"),
    Door("ledger_proof", at=lambda w: [w.here.posting_proof.pk, "thumb"], gone=[0, "thumb"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      200/404 404     200/404 200",
        post="405"),
    Door("ledger_open", at=lambda w: [w.here.management_party.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 404     404      404     200/404 403/404 200",
        post="in      404      404     403/404 404     404      404     200/404 403/404 200"),
    Door("ledger_open", case="has one", at=lambda w: [w.here.owners_party.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 404      409/404 404     403/404 409",
        post="in      404      404     403/404 403/404 404      409/404 404     403/404 409"),
    Door("ledger_open", case="of a company", at=lambda w: [w.here.company.pk], get="404", post="404"),
    Door("ledger_enter", at=lambda w: [w.here.book.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 404      200/404 404     403/404 200",
        post="in      404      404     403/404 403/404 404      200/404 404     403/404 200"),
    Door("ledger_enter", case="closed", at=lambda w: [w.here.old_book.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 404     404      404     409/404 403/404 409",
        post="in      404      404     403/404 404     404      404     409/404 403/404 409"),
    Door("ledger_transfer", at=lambda w: [w.here.book.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 404      200/404 404     403/404 200",
        post="in      404      404     403/404 403/404 404      200/404 404     403/404 200"),
    Door("ledger_reverse", at=lambda w: [w.here.entry.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 404      200/404 404     403/404 200",
        post="in      404      404     403/404 403/404 404      200/404 404     403/404 200"),
    Door("ledger_reverse", case="again", at=lambda w: [w.here.reversed_entry.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 404      409/404 404     403/404 409",
        post="in      404      404     403/404 403/404 404      409/404 404     403/404 409"),
    Door("ledger_close", at=lambda w: [w.here.book.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 404      200/404 404     403/404 200",
        post="in      404      404     403/404 403/404 404      200/404 404     403/404 200"),
    Door("ledger_close", case="waiting", at=lambda w: [w.here.old_book.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 404     404      404     409/404 403/404 409",
        post="in      404      404     403/404 404     404      404     409/404 403/404 409"),
    Door("ledger_closing", at=lambda w: [w.here.waiting_close.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     200/404 200/404 200",
        post="405"),
    Door("ledger_decide", at=lambda w: [w.here.waiting_close.pk, "confirm"], gone=[0, "confirm"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 404     404      404     409/404 403/404 200",
        post="in      404      404     403/404 404     404      404     409/404 403/404 302"),
    Door("ledger_decide", case="send back", at=lambda w: [w.here.waiting_close.pk, "send_back"], gone=[0, "send_back"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 404     404      404     409/404 403/404 200",
        post="in      404      404     403/404 404     404      404     409/404 403/404 200"),
    Door("ledger_decide", case="withdraw", at=lambda w: [w.here.waiting_close.pk, "withdraw"], gone=[0, "withdraw"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 404     404      404     200/404 403/404 409",
        post="in      404      404     403/404 404     404      404     302/404 403/404 409"),
    Door("ledger_decide", case="unknown", at=lambda w: [w.here.waiting_close.pk, "dance"], get="404", post="404"),
    Door("ledger_post", at=lambda w: [w.here.published_month.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 404      200/404 404     403/404 200",
        post="in      404      404     403/404 403/404 404      200/404 404     403/404 200"),
    Door("ledger_post", case="again", at=lambda w: [w.here.posted_month.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 404      409/404 404     403/404 409",
        post="in      404      404     403/404 403/404 404      409/404 404     403/404 409"),
    Door("ledger_prove", at=lambda w: [w.here.posted_month.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 404      200/404 404     403/404 200",
        post="in      404      404     403/404 403/404 404      200/404 404     403/404 200"),
]
FILLED = [
    Filled("ledger_open", "management_committee", lambda w: {
        "key": NEW, "name": "账本", "opened_on": day(-3), "cash": "0", "bank": "0",
    }, lambda w: [w.here.management_party.pk]),
    Filled("ledger_enter", "owners_committee", lambda w: {
        "key": NEW, "purpose": "parking", "amount": "5", "account": "cash", "on": day(0), "words": "停车", "document": "",
        "document_number": "1",
    }, lambda w: [w.here.book.pk]),
    Filled("ledger_transfer", "owners_committee", lambda w: {
        "key": NEW, "source": "cash", "amount": "5", "on": day(0), "words": "存款", "document": "", "document_number": "1",
    }, lambda w: [w.here.book.pk]),
    Filled("ledger_reverse", "owners_committee", lambda w: {"reason": "记错"}, lambda w: [w.here.entry.pk]),
    Filled("ledger_close", "owners_committee", lambda w: {
        "month": month_back(1).isoformat(), "counted_cash": "1", "statement_bank": "1", "explanation": "少了",
    }, lambda w: [w.here.book.pk]),
    Filled("ledger_decide", "management_committee", lambda w: {"note": ""}, lambda w: [w.here.waiting_close.pk, "withdraw"]),
    Filled("ledger_post", "owners_committee", lambda w: {"starts_on": day(0), "ends_on": day(15)},
           lambda w: [w.here.published_month.pk]),
]
# fmt: on
