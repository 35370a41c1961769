"""Any mix of questions and conditions, any answers: what is stored reads back to exactly the visible answers given."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from forums.questionnaires import answering, tallies, urn
from forums.questionnaires.answers import fit, shown
from forums.questionnaires.forms.page import PageForm
from forums.questionnaires.responses import Response, Tally
from tests import cast
from tests.make import make_questionnaire

KINDS = ["single", "multiple", "scale", "short", "long", "matrix", "ranking"]
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@st.composite
def sheets(draw):
    """Sections of questions; some look back at an earlier one."""
    made, sections = [], []
    for _section in range(draw(st.integers(1, 3))):
        inside = []
        for _question in range(draw(st.integers(1, 4))):
            kind = draw(st.sampled_from(KINDS))
            count = draw(st.integers(2, 4))
            choices = [{"key": f"c{n}", "text": f"选{n}"} for n in range(1, count + 1)]
            if draw(st.booleans()):
                choices[-1]["other"] = True
            words = {"kind": kind, "text": f"第{len(made) + 1}问"}
            if kind in ("single", "multiple", "matrix", "ranking"):
                words["choices"] = choices
            if kind == "matrix":
                words["rows"] = [
                    {"key": f"r{n}", "text": f"行{n}"} for n in range(1, draw(st.integers(1, 3)) + 1)
                ]
            if kind == "scale":
                words |= {"low": draw(st.integers(0, 1)), "high": draw(st.integers(3, 5))}
            before = [(key, one) for key, one in made if one["kind"] in ("single", "multiple", "scale")]
            if before and draw(st.booleans()):
                key, other = draw(st.sampled_from(before))
                keys = (
                    [str(n) for n in range(other["low"], other["high"] + 1)]
                    if other["kind"] == "scale"
                    else [one["key"] for one in other["choices"]]
                )
                words["if"] = (key, draw(st.lists(st.sampled_from(keys), min_size=1, unique=True)))
            made.append((f"q{len(made) + 1}", words))
            inside.append(words)
        sections.append(inside)
    return sections


@st.composite
def posts(draw, sections):
    """What a browser could send for these questions: every field, or not."""
    data, number = {}, 0
    for section in sections:
        for words in section:
            number += 1
            key, kind = f"q{number}", words["kind"]
            keys = [one["key"] for one in words.get("choices", [])]
            if draw(st.integers(0, 4)) == 0:
                continue
            if kind == "single":
                data[key] = draw(st.sampled_from(keys))
            elif kind == "multiple":
                data[key] = draw(st.lists(st.sampled_from(keys), unique=True))
            elif kind == "scale":
                data[key] = str(draw(st.integers(words["low"], words["high"])))
            elif kind in ("short", "long"):
                data[key] = draw(WORDS)
            elif kind == "matrix":
                for row in words["rows"]:
                    if draw(st.booleans()):
                        data[f"{key}-{row['key']}"] = draw(st.sampled_from(keys))
            else:
                ranked = draw(st.lists(st.sampled_from(keys), unique=True))
                data |= {f"{key}-{choice}": str(rank) for rank, choice in enumerate(ranked, start=1)}
            if kind in ("single", "multiple") and draw(st.booleans()):
                data[f"{key}-other"] = draw(WORDS)
    return data


def expected(sections, data):
    """By hand, in another way than the code: question by question, from what was sent."""
    kept, picked, number = {}, {}, 0
    text = lambda value: value.replace("\x00", "").replace("\r\n", "\n").strip()  # noqa: E731
    for section in sections:
        for words in section:
            number += 1
            key, kind = f"q{number}", words["kind"]
            if "if" in words and not picked.get(words["if"][0], set()) & set(words["if"][1]):
                continue
            keys = [one["key"] for one in words.get("choices", [])]
            found = {}
            if kind == "single" and data.get(key):
                found = {"choice": data[key]}
                picked[key] = {data[key]}
            elif kind == "multiple" and data.get(key):
                found = {"choices": sorted(data[key], key=keys.index)}
                picked[key] = set(data[key])
            elif kind == "scale" and data.get(key):
                found = {"value": int(data[key])}
                picked[key] = {data[key]}
            elif kind in ("short", "long") and text(data.get(key, "")):
                found = {"text": text(data[key])}
            elif kind == "matrix":
                rows = {
                    r["key"]: data[f"{key}-{r['key']}"] for r in words["rows"] if f"{key}-{r['key']}" in data
                }
                found = {"rows": rows} if rows else {}
            elif kind == "ranking":
                ranks = {choice: int(data[f"{key}-{choice}"]) for choice in keys if f"{key}-{choice}" in data}
                found = {"order": sorted(ranks, key=ranks.get)} if ranks else {}
            own = words.get("choices", [{}])[-1]
            other = text(data.get(f"{key}-other", ""))
            if other and found and own.get("other") and own["key"] in picked.get(key, ()):
                found["other"] = other
            if found:
                kept[key] = found
    return kept


class AnyMix(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data(), anonymous=st.booleans())
    def test_what_is_stored_is_what_was_visible_and_given(self, data, anonymous):
        we = cast.here()
        sections = data.draw(sheets())
        row = make_questionnaire(sections, place=we.compound, made_by=we.worker, anonymous=anonymous)
        questions = list(row.questions.select_related("section"))
        sent = data.draw(posts(sections))
        if any("\x00" in str(value) for value in sent.values()):
            sent = {
                key: value.replace("\x00", "") if isinstance(value, str) else value
                for key, value in sent.items()
            }
        form = PageForm(sent, questions=questions, first={})
        assert form.is_valid(), form.errors
        answers = {key: value for key, value in form.given().items() if value}
        chair = answering.chairs(row, we.resident)[0]
        answering.give(row, by=we.resident, chair=chair, answers=answers)
        if anonymous:
            urn.empty(row, to_the_last=True)
        kept = Response.objects.get(questionnaire=row)
        assert kept.answers == expected(sections, sent)
        assert fit(questions, kept.answers) == kept.answers  # once more changes nothing
        assert set(kept.answers) <= {one.key for one in shown(questions, kept.answers)}
        first = {one: PageForm(questions=[one], first=kept.answers).initial for one in questions}
        assert {one.key for one, initial in first.items() if initial} == set(
            kept.answers
        )  # shown again when one goes back
        counted = set(
            Tally.objects.filter(questionnaire=row, dimension="all").values_list("question", "row", "choice")
        )
        tallies.rebuild(row)
        assert counted == set(tallies.counts(questions, kept.answers))
        assert counted == set(row.tallies.filter(dimension="all").values_list("question", "row", "choice"))
