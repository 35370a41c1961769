"""Every state × verb × role, against a table written by hand from the rules, not from the code."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from beihu.states import STAY, Refused
from forums.bulletins import actions
from forums.bulletins.deeds import machine_of
from forums.bulletins.states import DEEDS, MACHINE, Status
from tests.make import make_bulletin

pytestmark = pytest.mark.django_db

EXPECTED = {  # verb: (states, where it leads)
    "publish": ({"draft"}, "published"),
    "withdraw": ({"draft", "published"}, "withdrawn"),
    "restore": ({"withdrawn"}, "before"),
    "edit": ({"draft", "published"}, "stay"),
    "refresh": ({"draft"}, "stay"),
    "correct": ({"published"}, "stay"),
}
EDITORS = {"worker", "officer", "operator"}
FACTS = {
    "withdraw": {"reason": "写错了"},
    "correct": {"correction": "数字写错了"},
    "edit": {"seen": 0, "title": "半月谈"},
}
VERBS = actions.ACTIONS | {"edit": actions.edit}


def people(we, they) -> dict[str, User]:
    others = {f"their {name}": user for name, user in they.people.items()}
    return we.people | others | {"operator": User.objects.create_superuser("operator")}


def in_state(we, status: str):
    """One to which every verb is open but for the state: what is published was edited since."""
    later = timezone.now() + timedelta(minutes=1)
    return make_bulletin(place=we.community, status=status, by=we.worker, edited_at=later)


def test_the_table_has_these_rows_and_no_others():
    found = {
        row.name: (set(row.sources), "before" if row.target is None else "stay" if row.target == STAY else row.target)
        for table in (MACHINE, DEEDS)
        for row in table.transitions
    }  # fmt: skip
    assert found == EXPECTED


def test_only_editors_of_the_place_may_and_only_in_these_states(we, they):
    who = people(we, they)
    for month, status in enumerate(Status.values, 1):
        row = make_bulletin(place=we.community, status=status, by=we.worker, day=date(2026, month, 1))
        for verb, (states, _target) in EXPECTED.items():
            rule = machine_of(verb)[verb]
            may = {name for name, person in who.items() if person.has_perm(rule.permission, row)}
            assert may == EDITORS, (verb, status)
            assert (row.status in rule.sources) == (status in states), (verb, status)


@pytest.mark.parametrize("verb", EXPECTED)
def test_verb_leads_where_the_table_says_or_is_refused(we, verb):
    states, target = EXPECTED[verb]
    for status in Status.values:
        row = in_state(we, status)
        facts = FACTS.get(verb, {})
        if status not in states:
            with pytest.raises(Refused):
                VERBS[verb](row, by=we.worker, **facts)
        else:
            VERBS[verb](row, by=we.worker, **facts)
        row.refresh_from_db()
        wanted = {"before": "draft", "stay": status}.get(target, target) if status in states else status
        assert row.status == wanted, (verb, status)
        forget(row)


def forget(row):
    """Make room for another one of the same days."""
    type(row).objects.filter(pk=row.pk).update(inherited_from=f"{row.pk}")


def test_everybody_else_is_refused_and_nothing_changes(we, they):
    row = make_bulletin(place=we.community)
    for name, person in people(we, they).items():
        if name in EDITORS:
            continue
        with pytest.raises(Refused):
            actions.publish(row, by=person)
        with pytest.raises(Refused):
            actions.edit(row, by=person, seen=0, title="x")
    row.refresh_from_db()
    assert (row.status, row.title, row.revision) == ("draft", "正街社区半月谈", 0)


def test_publish_of_an_empty_bulletin_is_refused(we):
    row = make_bulletin(lines=0, place=we.community)
    with pytest.raises(Refused):
        actions.publish(row, by=we.worker)
    row.items.create(section="other", position=1, text="没有留下", is_kept=False)
    with pytest.raises(Refused):
        actions.publish(row, by=we.worker)


def test_correct_without_an_edit_is_refused(we):
    row = make_bulletin(place=we.community, status="published", by=we.worker)
    with pytest.raises(Refused):
        actions.correct(row, by=we.worker, correction="没有改")
    assert row.versions.count() == 1


def test_restore_of_what_was_published_shows_it_again(we):
    row = make_bulletin(place=we.community, status="published", by=we.worker)
    actions.withdraw(row, by=we.worker, reason="暂缓")
    actions.restore(row, by=we.worker)
    row.refresh_from_db()
    assert (row.status, row.resume_status, row.withdrawn_at, row.withdraw_reason, row.version) == (
        "published", "", None, "", 1,
    )  # fmt: skip


def test_visible_to_and_has_perm_agree(we, they):
    rows = [make_bulletin(place=we.community), make_bulletin(place=they.community)]
    for person in people(we, they).values():
        seen = set(type(rows[0]).objects.visible_to(person, "forums.edit_bulletin"))
        assert seen == {row for row in rows if person.has_perm("forums.edit_bulletin", row)}
