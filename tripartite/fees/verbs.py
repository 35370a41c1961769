"""What the log calls the verbs of this room."""

from django.utils.translation import gettext_lazy as _

VERB_WORDS = {
    "fee.tariff": _("set a tariff"),
    "fee.end_tariff": _("ended a tariff"),
    "fee.bill": _("billed a month"),
    "fee.share": _("shared a cost"),
    "fee.history": _("entered the history of fees"),
    "fee.export": _("took a list of bills away"),
    "fee.pay": _("took a payment"),
    "fee.refund": _("gave a payment back"),
    "fee.statement": _("brought a statement in"),
    "fee.match": _("confirmed a line of a statement"),
    "fee.waiver_ask": _("asked for a waiver"),
    "fee.waiver_approve": _("approved a waiver"),
    "fee.waiver_refuse": _("refused a waiver"),
    "fee.waiver_withdraw": _("withdrew a waiver"),
    "fee.remind": _("reminded a household in private"),
}
