import pytest
from forums.ideas import actions
from forums.ideas.models import Report
pytestmark = pytest.mark.django_db

def test_pages(we, they, put, resident_of, client):
    ideas = [put(s) for s in ("open","adopted","answered","not_possible","merged","withdrawn","hidden")]
    n = resident_of(1)
    row = ideas[0]
    actions.support(row, by=n)
    import uuid
    a = actions.argue(row, by=n, key=uuid.uuid4(), side="for", text="好")
    m = resident_of(2)
    actions.report(row, by=m, reason="insult")
    actions.report(row, by=m, reason="insult", argument=a)
    for who in (None, we.resident, n, m, we.worker, we.liaison, we.officer, they.worker):
        client.logout()
        if who: client.force_login(who)
        for path in [f"/ideas/{i.pk}/" for i in ideas] + [f"/ideas/{row.pk}/{v}/" for v in ("adopt","adopt/?way=agenda","adopt/?way=commitment","adopt/?way=project","answer","decline","merge","split","hide","keep","reword","argue","report","edit","withdraw")] + ["/ideas/", "/ideas/new/", f"/ideas/new/?place={we.compound.code}", "/ideas/mine/", "/ideas/reports/", f"/places/{we.compound.code}/ideas/?sort=supported", f"/places/{we.community.code}/ideas/?q=长椅", f"/places/{we.compound.code}/", "/", f"/ideas/{row.pk}/arguments/{a.pk}/report/", f"/ideas/{row.pk}/arguments/{a.pk}/take-back/", f"/ideas/{row.pk}/arguments/{a.pk}/hide/", "/ideas/export/csv/", "/ideas/export/xlsx/"]:
            path = path.replace("agenda/", "agenda")
            r = client.get(path.replace("//","/"))
            assert r.status_code in (200,302,403,404,409), (path, r.status_code)
            if getattr(r, "streaming", False): b"".join(r)
