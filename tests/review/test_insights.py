"""What people's decisions say about thresholds and policies."""

from datetime import timedelta

import pytest
from django.utils import timezone

from onboarding import figures
from onboarding.models import Field, Part
from onboarding.review.charts import line_chart
from onboarding.services import intake, keying, review
from tests import fakes, scenes
from tests.factories import leo, mona, rita, vera_case
from tests.review.test_review import enter
from tests.work import drain

pytestmark = pytest.mark.django_db


def since():
    return timezone.now() - timedelta(days=1)


def form(*flags):
    case = vera_case()
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(*flags), actor="vendor")
    drain()
    return case


def at(threshold):
    points = {point.threshold: point for point in figures.curve(figures.forms(since()))}
    return points[threshold]


def test_a_higher_threshold_leaves_more_forms_to_people(engines):
    form()
    form("doubtful")  # the name at 0.6
    form("faint")  # the tax id is keyed whatever the threshold
    assert (at(0.5).forms, at(0.9).forms) == (2, 1)
    assert at(0.5).unattended == pytest.approx(2 / 3)
    assert [point.threshold for point in figures.curve([]) if point.current] == [0.975]


def test_an_error_that_a_person_found_is_counted_where_it_would_have_slipped_through(engines):
    case = form("doubtful")
    item = case.items.get(code="field_not_sure")
    keying.key_field(item=item, user=rita(), name="name", value="Ada Timber LLC")
    assert (at(0.5).wrong, at(0.9).wrong) == (1, 0)


def test_a_superseded_form_and_an_empty_one_count_for_nothing(engines):
    form()
    Part.objects.update(superseded=True)
    assert figures.forms(since()) == []
    form()
    Field.objects.all().delete()
    assert [one.lowest for one in figures.forms(since())] == [0.0]


def test_a_finding_that_a_person_calls_wrong_is_a_false_alarm_of_its_policy(client, engines):
    scene = scenes.in_review()
    review.decide(item=scene.legal_item, user=leo(), outcome="accept", reason_code="false_alarm")
    (alarms,) = figures.false_alarms(since())
    assert (alarms.code, alarms.decided, alarms.false, alarms.rate) == ("liability-cap", 1, 1, 1.0)
    (wait,) = figures.waits(since())
    assert (wait.queue, wait.decided) == ("legal", 1) and 0 <= wait.median <= wait.most
    enter(client, mona())
    page = client.get("/review/insights/").content.decode()
    assert "False alarms by policy" in page and "How sure is sure enough" in page
    assert page.count("<circle") == len(figures.THRESHOLDS) + 1


def test_a_line_rises_with_its_share():
    chart = line_chart([("0.5", 0.1, False), ("0.9", 0.9, True)])
    assert chart.dots[0].y > chart.dots[1].y and chart.dots[0].x < chart.dots[1].x
    assert chart.dots[1].current
