import io
import resource
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from PIL import Image

from beihu.audit.models import AuditEntry
from beihu.states import Refused
from tests.make import make_issue
from tripartite.issues import actions, deadlines, photos
from tripartite.issues.models import Photo
from tripartite.issues.states import Status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def draft(we):
    return actions.start_draft(key=uuid4(), place=we.doorway, by=we.resident)


def upload(colour: str = "white", size: tuple[int, int] = (200, 100)) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, format="PNG")
    out.seek(0)
    return out


def files(media: Path) -> int:
    return sum(path.is_file() for path in media.rglob("*"))


def pixel(file, at=(100, 50)):
    with file.open("rb") as opened:
        return Image.open(opened).convert("RGB").getpixel(at)


def test_add_photo_keeps_image_thumb_and_size(we, draft, media):
    photo = actions.add_photo(draft, by=we.resident, upload=upload())
    assert (photo.issue, photo.stage, photo.taken_by, photo.width, photo.height) == (
        draft,
        "filed",
        we.resident,
        200,
        100,
    )
    assert (photo.original.name, photo.published) == (photo.image.name, False)
    assert files(media) == 2


def test_add_photo_names_its_files_so_that_nobody_can_guess(we, draft):
    one = actions.add_photo(draft, by=we.resident, upload=upload())
    other = actions.add_photo(draft, by=we.resident, upload=upload())
    names = {one.image.name, one.thumb.name, other.image.name, other.thumb.name}
    assert len(names) == 4
    assert all(len(Path(name).stem) == 36 and name.endswith(".jpg") for name in names)


def test_fourth_photo_of_a_stage_is_refused(we, draft, media):
    for _n in range(3):
        actions.add_photo(draft, by=we.resident, upload=upload())
    with pytest.raises(Refused):
        actions.add_photo(draft, by=we.resident, upload=upload())
    assert (draft.photos.count(), files(media)) == (3, 6)


def test_sixty_first_photo_of_a_day_is_refused(we):
    rows = [
        Photo(issue=make_issue(place=we.doorway), taken_by=we.resident, width=1, height=1) for _n in range(60)
    ]
    Photo.objects.bulk_create(rows)
    own = make_issue(place=we.doorway, author=we.resident)
    with pytest.raises(Refused):
        actions.add_photo(own, by=we.resident, upload=upload())
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        actions.add_photo(own, by=we.resident, upload=upload())


@pytest.mark.parametrize(
    ("state", "stage", "who"),
    [
        ("draft", "filed", {"resident"}),
        ("submitted", "filed", {"resident", "leader", "worker", "liaison", "officer"}),
        ("in_progress", "solved", {"worker", "officer", "property_staff"}),
        ("solved", "solved", {"worker", "officer", "property_staff"}),
        ("solved", "filed", set()),
        ("confirmed", "solved", set()),
        ("refused", "filed", set()),
    ],
)
def test_add_photo_is_open_to_whom_it_concerns(we, they, state, stage, who):
    found = set()
    for name, person in [*we.people.items(), ("next door", they.worker), ("neighbour", they.resident)]:
        issue = make_issue(place=we.doorway, author=we.resident, party=we.company, status=state)
        try:
            actions.add_photo(issue, by=person, upload=upload(), stage=stage)
            found.add(name)
        except Refused:
            assert issue.photos.count() == 0
    assert found == who


def test_add_photo_of_something_else_stores_nothing(we, draft, media):
    with pytest.raises(Refused):
        actions.add_photo(draft, by=we.resident, upload=io.BytesIO(b"MZ\x90\0"))
    assert (draft.photos.count(), files(media)) == (0, 0)


def test_remove_photo_from_a_draft_removes_its_files(we, draft, media, django_capture_on_commit_callbacks):
    photo = actions.add_photo(draft, by=we.resident, upload=upload())
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_photo(photo, by=we.resident)
    assert (draft.photos.count(), files(media)) == (0, 0)


def test_remove_photo_after_sending_or_by_others_is_refused(we, they, draft):
    photo = actions.add_photo(draft, by=we.resident, upload=upload())
    with pytest.raises(Refused):
        actions.remove_photo(photo, by=they.resident)
    actions.save_draft(draft, by=we.resident, category="lighting", text="灯")
    actions.submit(draft, by=we.resident)
    with pytest.raises(Refused):
        actions.remove_photo(photo, by=we.resident)


def test_discarded_and_forgotten_drafts_leave_no_files(we, draft, media, django_capture_on_commit_callbacks):
    actions.add_photo(draft, by=we.resident, upload=upload())
    other = actions.start_draft(key=uuid4(), place=we.doorway, by=we.resident)
    actions.add_photo(other, by=we.resident, upload=upload())
    assert files(media) == 4
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard_draft(draft, by=we.resident)
    assert files(media) == 2
    with (
        time_machine.travel(timezone.now() + timedelta(days=31)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        deadlines.drop_old_drafts()
    assert files(media) == 0


@pytest.mark.django_db(transaction=True)
def test_files_stay_when_the_removal_is_rolled_back(we, draft, media):
    actions.add_photo(draft, by=we.resident, upload=upload())

    def discard_and_fail() -> None:
        with transaction.atomic():
            actions.discard_draft(draft, by=we.resident)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        discard_and_fail()
    assert (draft.photos.count(), files(media)) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_files_go_when_solving_fails_after_they_were_written(we, media):
    issue = make_issue(place=we.doorway, party=we.company, status=Status.IN_PROGRESS)
    with pytest.raises(Refused):
        actions.solve(issue, by=we.property_staff, note="好了", photos=[upload() for _n in range(4)])
    issue.refresh_from_db()
    assert (issue.status, issue.photos.count(), files(media)) == (Status.IN_PROGRESS, 0, 0)


def test_solve_keeps_pictures_of_the_work(we, media):
    issue = make_issue(place=we.doorway, party=we.company, status=Status.IN_PROGRESS)
    issue = actions.solve(issue, by=we.property_staff, note="好了", photos=[upload(), upload()])
    assert [(photo.stage, photo.taken_by) for photo in issue.photos.all()] == [
        ("solved", we.property_staff)
    ] * 2
    assert issue.events.get().data == {"photos": 2}


def test_full_disk_is_a_polite_refusal_that_leaves_nothing(we, draft, media):
    """The system's own limit on the size of a file stands in for the end of a disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, before[1]))
    try:
        with pytest.raises(Refused) as refused:
            actions.add_photo(draft, by=we.resident, upload=upload())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "JPEG" not in str(refused.value)
    assert (draft.photos.count(), files(media)) == (0, 0)


def test_media_folder_that_cannot_be_written_is_a_polite_refusal(we, draft, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"
    with pytest.raises(Refused):
        actions.add_photo(draft, by=we.resident, upload=upload())
    assert draft.photos.count() == 0


@pytest.fixture
def photo(we):
    issue = make_issue(place=we.doorway, author=we.resident, wants_public=True)
    return actions.add_photo(issue, by=we.resident, upload=upload())


def test_black_out_paints_image_and_thumb_and_keeps_the_original(
    we, photo, media, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        painted = actions.black_out(photo, by=we.worker, regions=[[0, 0, 1000, 1000]])
    assert (painted.blackened, painted.original.name) == ([[0, 0, 1000, 1000]], photo.original.name)
    assert max(pixel(painted.image)) < 10
    assert max(pixel(painted.thumb, (10, 10))) < 10
    assert min(pixel(painted.original)) > 245
    assert files(media) == 3
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.detail) == (
        "issue.black_out",
        we.worker,
        {"photo": photo.pk, "regions": 1},
    )


def test_black_out_again_starts_from_the_original(we, photo, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        painted = actions.black_out(photo, by=we.worker, regions=[[0, 0, 500, 1000]])
        painted = actions.black_out(painted, by=we.worker, regions=[[500, 0, 500, 1000]])
    assert min(pixel(painted.image, (50, 50))) > 245
    assert max(pixel(painted.image, (150, 50))) < 10
    assert files(media) == 3


def test_black_out_of_nothing_shows_the_original_again(we, photo, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.black_out(photo, by=we.worker, regions=[[0, 0, 500, 1000]])
        painted = actions.black_out(photo, by=we.worker, regions=[])
    assert (painted.image.name, painted.blackened) == (photo.original.name, [])
    assert files(media) == 2


@pytest.mark.parametrize("who", ["resident", "leader", "property_staff", "owners_committee"])
def test_black_out_by_others_is_refused(we, photo, who):
    with pytest.raises(Refused):
        actions.black_out(photo, by=we.people[who], regions=[[0, 0, 10, 10]])


def test_black_out_of_an_unfit_region_is_refused(we, photo):
    with pytest.raises(Refused):
        actions.black_out(photo, by=we.worker, regions=[[0, 0, 2000, 10]])


def seers(we, they, photo, **over):
    people = we.people | {"neighbour": they.resident, "worker next door": they.worker}
    return {name for name, person in people.items() if photos.may_see(photo, person, **over)}


def test_photos_are_seen_by_people_of_the_issue_until_published(we, they, photo):
    staff = {"resident", "worker", "liaison", "officer"}
    assert seers(we, they, photo) == staff
    actions.publish(photo.issue, by=we.worker)
    photo = Photo.objects.get()
    everybody = {*we.people, "neighbour", "worker next door"}
    assert seers(we, they, photo) == everybody
    actions.unpublish(photo.issue, by=we.worker, note="有人脸")
    assert seers(we, they, Photo.objects.get()) == staff


def test_photos_added_after_publishing_wait_for_the_moderator(we, they, photo):
    issue = actions.publish(photo.issue, by=we.worker)
    later = actions.add_photo(issue, by=we.resident, upload=upload())
    assert "neighbour" not in seers(we, they, later)


def test_originals_are_for_moderators(we, they, photo):
    assert seers(we, they, photo, original=True) == {"worker", "liaison", "officer"}
