"""Words of thanks: who writes and hides them, what everybody reads; and sums only from three volunteers on."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beihu.accounts import personal
from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from beihu.states import Refused
from buildings.volunteers import balances, crediting, founding, thanking
from buildings.volunteers.thanked import Thanks
from tests.buildings.volunteers.hands import make_activity, make_done, make_several, make_team, make_volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(we):
    return make_team(we)


@pytest.fixture
def done(we, team):
    return make_done(team, we.resident)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(name: str, pk: int, client: Client | None = None) -> str:
    return (client or Client()).get(reverse(name, args=[pk])).content.decode()


def test_a_keeper_writes_and_everybody_reads(we, team, done):
    write = reverse("team_thank", args=[team.pk])
    for who, words, activity in ((we.leader, "谢谢全队", ""), (we.worker, "谢谢清扫", done.pk)):
        answer = signed_in(who).post(write, {"text": f" {words}，电话13812345678 ", "activity": activity})
        assert answer.status_code == 302
    for text, wanted in (
        (page("team_thanks", team.pk), (True, True)),
        (page("activity_thanks", done.pk), (False, True)),
    ):
        assert ("谢谢全队" in text, "谢谢清扫" in text) == wanted
        assert "13812345678" not in text
    entries = AuditEntry.objects.filter(verb="team.thank").order_by("pk")
    assert [one.actor for one in entries] == [we.leader, we.worker]


def test_nobody_else_writes_or_hides(we, they, team):
    said = thanking.write(team, by=we.leader, text="谢谢")
    for who in (we.resident, we.property_staff, they.worker):
        with pytest.raises(Refused):
            thanking.write(team, by=who, text="谢谢")
        with pytest.raises(Refused):
            thanking.hide(said, by=who, reason="不好看")
    said.refresh_from_db()
    assert (Thanks.objects.count(), said.hidden_at) == (1, None)


def test_links_stand_there_for_keepers_only(we, team):
    said = thanking.write(team, by=we.leader, text="谢谢")
    links = [reverse("team_thank", args=[team.pk]), reverse("thanks_hide", args=[said.pk])]
    for client, wanted in ((Client(), False), (signed_in(we.resident), False), (signed_in(we.leader), True)):
        text = page("team_thanks", team.pk, client)
        assert [link in text for link in links] == [wanted, wanted]


def test_the_same_words_are_written_once(we, team):
    first, second = (thanking.write(team, by=we.leader, text="谢谢") for _click in range(2))
    assert (first.pk, AuditEntry.objects.filter(verb="team.thank").count()) == (second.pk, 1)
    assert thanking.write(team, by=we.worker, text="谢谢").pk != first.pk


def test_thanks_want_words_and_an_activity_of_the_team_that_took_place(we, they, team):
    coming, elsewhere = make_activity(team), make_done(make_team(they, "隔壁队", they.leader))
    for text, activity in ((" ", None), ("谢" * 301, None), ("谢谢", coming), ("谢谢", elsewhere)):
        with pytest.raises(Refused):
            thanking.write(team, by=we.leader, text=text, activity=activity)
    client, write = signed_in(we.leader), reverse("team_thank", args=[team.pk])
    for pk in (coming.pk, elsewhere.pk, "\x00"):
        answer = client.post(write, {"text": "谢谢", "activity": pk})
        assert (answer.status_code, "activity" in answer.context["form"].errors) == (200, True)
    assert Thanks.objects.count() == 0


def test_a_dissolved_team_is_thanked_too(we, team, done):
    founding.close(team, by=we.worker, reason="人都搬走了")
    thanking.write(team, by=we.worker, text="谢谢这些年", activity=done)
    assert "谢谢这些年" in page("team_thanks", team.pk)


def test_hidden_words_leave_the_page_and_the_author_reads_why(we, team):
    said = thanking.write(team, by=we.leader, text="谢谢王奶奶")
    hide, client = reverse("thanks_hide", args=[said.pk]), signed_in(we.worker)
    assert client.post(hide, {"reason": ""}).status_code == 200
    assert client.post(hide, {"reason": "写了名字"}).status_code == 302
    assert "谢谢王奶奶" not in page("team_thanks", team.pk)
    said.refresh_from_db()
    assert (said.text, said.hidden_reason) == ("谢谢王奶奶", "写了名字")
    assert Notification.objects.get(recipient=we.leader, body="写了名字").url == team.get_absolute_url()
    again = client.post(hide, {"reason": "又一次"})
    assert (again.status_code, "写了名字" in again.content.decode()) == (409, True)
    with pytest.raises(Refused):
        thanking.hide(said, by=we.leader, reason="又一次")
    assert (
        AuditEntry.objects.filter(verb="team.hide_thanks").count(),
        Thanks.objects.get().hidden_reason,
    ) == (1, "写了名字")


def test_hiding_ones_own_words_tells_nobody(we, team):
    said = thanking.write(team, by=we.leader, text="谢谢")
    thanking.hide(said, by=we.leader, reason="写错了")
    assert Notification.objects.filter(recipient=we.leader).count() == 0


# -- sums --------------------------------------------------------------------------------------------------------


def test_a_team_has_a_sum_from_three_members_on(we, team, done):
    crediting.credit(done, by=we.leader)
    address, day = reverse("team_hours"), timezone.localdate(done.starts_at)
    assert (balances.thanks_of_team(team).minutes, balances.thanks_of_team(team).times) == (None, 0)
    assert "data-hours" not in page("team_thanks", team.pk)
    assert balances.of_teams(day, day) == []
    make_several(team)
    assert (balances.thanks_of_team(team).minutes, balances.thanks_of_team(team).times) == (120, 1)
    assert 'data-hours="2"' in page("team_thanks", team.pk)
    assert team.name in "".join(
        Client().get(f"{address}?by=month&back={back}").content.decode() for back in (0, 1)
    )
    team.members.filter(leads=False).update(status="left", until=day)
    assert balances.thanks_of_team(team).minutes is None


def test_an_activity_has_a_sum_from_three_who_came_on(we, team):
    make_several(team)
    for number, wanted in ((2, None), (3, 360)):
        activity = make_done(team, *(make_volunteer(number * 10 + n) for n in range(number)))
        crediting.credit(activity, by=we.leader)
        assert balances.thanks_of_activity(activity).minutes == wanted
        assert ("data-hours" in page("activity_thanks", activity.pk)) is (wanted is not None)


# -- personal data -----------------------------------------------------------------------------------------------


def test_hours_are_handed_out_once_and_ones_own_words_too(we, team, done):
    crediting.credit(done, by=we.leader)
    thanking.write(team, by=we.leader, text="谢谢大家")
    kept = personal.export(we.resident)
    assert ([row["minutes"] for row in kept["volunteer_hours"]["hours"]], "hours" in kept["volunteers"]) == (
        [120],
        False,
    )
    assert [row["text"] for row in personal.export(we.leader)["volunteers"]["thanks_written"]] == ["谢谢大家"]
