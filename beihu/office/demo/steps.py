"""The steps most issues take. Each waits for its moment, then acts through `tripartite.issues.actions`."""

from tripartite.issues import actions, routing
from tripartite.issues.models import Issue
from tripartite.parties.models import Party

from .case import Case
from .stage import AWAKE, ON_CALL, Life

Rating = Issue.Rating
ASSIGN_WORDS = {
    Party.Kind.PROPERTY_COMPANY: "assign_company",
    Party.Kind.MANAGEMENT_COMMITTEE: "assign_management",
    Party.Kind.RESIDENTS_COMMITTEE: "assign_committee",
    Party.Kind.OWNERS_COMMITTEE: "assign_owners",
    Party.Kind.STREET_OFFICE: "assign_street",
}


def file(case: Case, text: str = "") -> None:
    """The resident files it, or staff do so for somebody at the desk or on the phone."""
    resident, words = case.home.resident, case.words(text or case.situation.text)
    typed = case.office is not ON_CALL and not case.situation.picture
    if typed and case.chance(0.17):
        case.issue = actions.file_for(
            by=case.worker,
            key=case.key(),
            place=case.place,
            category=case.situation.category,
            text=words,
            spot=case.situation.spot,
            via=case.rng.choice([Issue.Via.DESK, Issue.Via.PHONE]),
            contact_name=resident.name,
            contact_phone=resident.phone or "",
            author=resident if case.chance(0.6) else None,
        )
        return
    draft(case, words)
    if photo := case.photo():
        actions.add_photo(case.filed, by=resident, upload=photo)
    case.do("submit", resident)


def draft(case: Case, words: str) -> None:
    case.issue = actions.start_draft(key=case.key(), place=case.place, by=case.home.resident)
    actions.save_draft(
        case.issue,
        by=case.home.resident,
        category=case.situation.category,
        text=words,
        spot=case.situation.spot,
        wants_public=case.chance(0.7),
    )


def triage(case: Case) -> Life:
    yield case.wait(0.2, 1.6)
    case.do("accept", case.worker, note=case.say("accept"))
    yield case.wait(0.1, 0.6)
    if case.filed.wants_public:
        case.do("publish", case.worker)
        for neighbour in case.home.neighbours(case.rng, case.rng.randrange(4)):
            case.may("follow", neighbour)
    elif case.chance(0.4):
        case.do("contact", case.worker, note=case.say("contact"))


def hand_over(case: Case, kind: str = "") -> Life:
    """To the party the portal suggests; after it was handed back, to the one decided on."""
    yield case.wait(0.3, 4)
    seats = routing.choices(case.filed.place_id)
    party = (
        seats.filter(kind=kind).first() if kind else None
    )  # 德富花园 is without a company for its first weeks
    party = party or routing.suggest(case.filed.category, case.filed.place_id)
    assert party is not None
    words = "reassign" if kind else ASSIGN_WORDS[Party.Kind(party.kind)]
    case.do("assign", case.worker, party=party, note=case.say(words))


def work(case: Case) -> Life:
    yield case.wait(0.5, 6)
    case.do("start", case.handler(), note=case.say("start"))
    if case.chance(0.3):
        yield case.wait(0.5, 5)
        case.do("reply", case.handler(), text=case.say("reply"))
    if case.chance(0.15):
        case.do("note", case.handler(), text=case.say("note"))


def solve(case: Case, least: float = 4, most: float = 60) -> Life:
    quick = case.filed.urgent
    yield case.wait(1, 14, ON_CALL) if quick and most < 200 else case.wait(least, most)
    photo = case.photo(after=True)
    case.do("solve", case.handler(), note=case.situation.fix, photos=[photo] if photo else [])


def verdict(case: Case, *ratings: str) -> Life:
    """The resident says yes; of somebody without an account, nobody can."""
    yield case.wait(1, 70, AWAKE)
    if case.filed.author_id is None:
        return
    rating = case.rng.choice(
        ratings or (Rating.SATISFIED,) * 6 + (Rating.MOSTLY,) * 2 + (Rating.DISSATISFIED,)
    )
    case.do("confirm", case.home.resident, rating=rating, reason=case.say(str(rating)))


def call_back(case: Case) -> Life:
    yield case.wait(24, 120)
    if case.chance(0.2):
        case.may("call_back", case.worker, reached=False, note=case.say("call_back_missed"))
        return
    satisfaction = case.rng.choice([Rating.SATISFIED, Rating.SATISFIED, Rating.MOSTLY])
    facts = {"reached": True, "contacted": True, "solved": True, "satisfaction": satisfaction}
    case.may("call_back", case.home.community.liaison, note=case.say("call_back"), **facts)
