"""When and where: a day, two times of the portal's zone, a room and a spot."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.accounts.models import User
from buildings.places.models import Place

from ..models import Meeting, Room
from ..queries import next_evening
from ..rooms import rooms_for

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
FIRST, LAST = time(19, 0), time(20, 30)


def clock() -> forms.TimeInput:
    return forms.TimeInput({"type": "time"}, format="%H:%M")


class TimesForm(forms.Form):
    """Cleaned into `starts_at` and `ends_at`."""

    day = forms.DateField(label=_("Day"), widget=DAY)
    begin = forms.TimeField(label=_("Begins at"), widget=clock())
    end = forms.TimeField(label=_("Ends at"), widget=clock())
    room = forms.ModelChoiceField(
        label=_("Room"), queryset=Room.objects.none(), required=False, empty_label=_("no room of ours")
    )
    spot = forms.CharField(
        label=_("Where exactly"),
        max_length=120,
        required=False,
        help_text=_("For example: the pavilion in the garden"),
    )

    def __init__(
        self, *args: Any, place: Place, meeting: Meeting | None = None, user: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.place, self.meeting, self.user = place, meeting, user
        field: Any = self.fields["room"]
        field.queryset = rooms_for(place)
        if meeting is None:
            self._suggest(next_evening(place), FIRST, LAST)
        else:
            start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
            self._suggest(start.date(), start.time(), end.time())
            self.initial = {"room": meeting.room_id, "spot": meeting.spot, **self.initial}
        self.prepare()

    def _suggest(self, day: Any, begin: time, end: time) -> None:
        self.initial = {"day": day, "begin": begin, "end": end, **self.initial}

    def prepare(self) -> None:
        """Choices and first values that depend on the place and the meeting."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, begin, end = data.get("day"), data.get("begin"), data.get("end")
        if day and begin and end:
            if end <= begin:
                self.add_error("end", _("The meeting must end after it begins."))
            zone = timezone.get_default_timezone()
            data["starts_at"] = datetime.combine(day, begin, tzinfo=zone)
            data["ends_at"] = datetime.combine(day, end, tzinfo=zone)
        return data

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("starts_at", "ends_at", "room", "spot")}


def month_later(start: datetime) -> datetime:
    """The same weekday four weeks on: what "next month's meeting" usually is. Never in the past."""
    later = start + timedelta(weeks=4)
    while later <= timezone.now():
        later += timedelta(weeks=1)
    return later
