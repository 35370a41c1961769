"""A roster from its file to the households and back."""

from buildings.households.models import Household, Occupant
from tests.buildings.households.roster import hell
from tests.buildings.households.roster.conftest import merged, sent, undone

HEAD = "小区,楼栋,单元,房号,业主姓名,联系电话,与户主关系,建筑面积\n"


def people() -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for place, room, name in Occupant.objects.current().values_list(
        "household__place_id", "household__room", "name"
    ):
        found.setdefault((place, room), set()).add(name)
    return found


def test_import_of_a_workbook_from_hell_gives_its_people(here, tmp_path):
    made = hell.make(tmp_path / "hell.xlsx", people=400)
    roster = sent(here.community, here.worker, made.path, "花名册.xlsx")
    assert (roster.status, roster.report["troubles"]) == ("checked", made.wrong)
    merged(roster, here.worker)
    code = here.community.code
    assert people() == {
        (f"{code}00100{building}0{unit}", room): names
        for (building, unit, room), names in made.people.items()
    }
    assert set(Occupant.objects.values_list("phone", flat=True)) - {""} != set()
    assert Household.objects.filter(area="89.50", area_source="roster").exists()
    undone(roster, here.worker)
    assert roster.report["undone"]["rooms_kept"] == 0
    assert (roster.status, people(), Household.objects.get().pk) == ("undone", {}, here.household.pk)
