"""How the house does: shares, ages and reasons, each chart with its table."""

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from onboarding import figures, selectors
from onboarding.models import ModelUsage, Proposal
from onboarding.review.access import INSIGHT_ROLES, page, staff, staff_user
from onboarding.review.charts import bar_chart, line_chart
from onboarding.review.packet import titles
from onboarding.roles import may
from onboarding.wording import QUEUES
from onboarding.workflow.states import WORDS, State

PERIODS = (7, 30, 90)


@require_GET
@staff(*INSIGHT_ROLES)
def insights(request: HttpRequest) -> HttpResponse:
    """GET days: numbers of the last 7, 30 or 90 days."""
    asked = request.GET.get("days", "30")
    days = int(asked) if asked in {str(period) for period in PERIODS} else 30
    numbers = selectors.insights(days=days)
    queues = [(QUEUES.get(name, name), float(count)) for name, count in numbers.open_by_queue.items()]
    states = [(WORDS[state], float(numbers.by_state[state])) for state in State if state in numbers.by_state]
    records = figures.forms(numbers.since)
    curve, alarms = figures.curve(records), figures.false_alarms(numbers.since)
    named = titles(
        [one.code for one in alarms]
        + [code for code, _ in numbers.by_reason]
        + [code for code, _, _ in numbers.overrides]
    )
    reasons = [(named[code], float(count)) for code, count in numbers.by_reason]
    calls = ModelUsage.objects.filter(created_at__gte=numbers.since)
    context = {
        "numbers": numbers,
        "days": days,
        "periods": PERIODS,
        "charts": [
            ("Where the cases are", "State", "Cases", bar_chart(states)),
            ("Why somebody had to look", "Reason", "Items", bar_chart(reasons)),
            ("Open items", "Queue", "Items", bar_chart(queues)),
        ],
        "overrides": [
            (named[code], count, accepted, accepted / count) for code, count, accepted in numbers.overrides
        ],
        "curve": curve,
        "curve_chart": line_chart([(f"{one.threshold:g}", one.unattended, one.current) for one in curve])
        if records
        else None,
        "forms": len(records),
        "alarms": [(named[one.code], one) for one in alarms],
        "waits": [(QUEUES.get(one.queue, one.queue), one) for one in figures.waits(numbers.since)],
        "proposals": Proposal.objects.filter(state="open").count(),
        "can_decide_proposals": may(staff_user(request), "audit"),
        "open_items": sum(numbers.open_by_queue.values()),
        "calls": calls.count(),
        "cost": calls.aggregate(sum=Sum("cost"))["sum"] or 0,
    }
    return page(request, "review/insights.html", context)
