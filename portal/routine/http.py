"""Today put together from pieces that are drawn once for equal values, as the lesson page is."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from portal.accounts.http import LearnerRequest
from portal.core.drawn import draw
from portal.core.http import draw_page, fill_page
from portal.routine.rules import drawing
from portal.routine.rules.said import marked
from portal.routine.selectors.blocks import Block
from portal.routine.selectors.reading import number_of
from portal.routine.selectors.today import Today


def today_sheet(request: HttpRequest, today: Today) -> HttpResponse:
    """Answer with the page of today."""
    page = draw_page(request, "routine/today.html", section="today")
    return fill_page(
        request,
        page,
        stamp="",
        head=draw(
            "routine/today/_head.html",
            day=today.day,
            shape=today.shape,
            away=today.away,
            track=today.track,
            logged=today.logged,
            planned=today.planned,
        ).fill(),
        offer=render_to_string(
            "routine/today/_offer.html", {"learner": request.user, "routine": today.routine}
        ),
        line=_line(today),
        blocks=_blocks(today),
        week=_week(today),
        standing=_standing(today),
    )


def say_marked(request: LearnerRequest, name: str, word: str, before: str) -> None:
    """Say that ``word`` holds of a chapter, a post or a step now, and offer to let ``before`` hold again."""
    said = marked(name.partition(":")[0], number_of(request.user, name), word)
    undo = {"said": said, "name": name, "before": before, "request_id": uuid4().hex}
    messages.success(request, render_to_string("routine/_marked.html", undo, request) if word else said)


def _line(today: Today) -> SafeString:
    """Return the day as a line; empty on days without a block that has a time."""
    bars = tuple(_bar(block, today.now) for block in today.blocks if block.slot.clock)
    if not bars:
        return mark_safe("")
    said = " ".join(f"{b.slot.title} block {b.state}, {b.spoken}." for b in today.blocks if b.slot.clock)
    needle = drawing.number(drawing.at_minute(drawing.minute_of(today.now)))
    frame = draw("routine/today/_line.html", ticks=drawing.AXIS, hours=drawing.HOURS)
    inner = draw("routine/today/_line_bars.html", bars=bars, now=today.now, needle=needle)
    return frame.fill(said=f"Your day. {said} It is now {today.now}.", bars=inner.fill())


def _bar(block: Block, now: str) -> drawing.Bar:
    """Return the bar of a block: where it was timed, where it runs, or where it is planned."""
    times = [word for word in block.spoken.split(" ") if ":" in word]
    begin = drawing.minute_of(times[0] if times else block.slot.clock)
    if len(times) == 2:
        end = drawing.minute_of(times[1])
        return drawing.bar(block.slot, "done", begin, end if end >= begin else begin + block.logged)
    kind = {"running": "running", "done": "done"}.get(block.state, "planned")
    return drawing.bar(block.slot, kind, begin, begin + block.slot.minutes, drawing.minute_of(now))


def _blocks(today: Today) -> SafeString:
    drawn = (draw("routine/today/_block.html", block=block).fill() for block in today.blocks)
    ending = draw("routine/today/_ending.html", over=today.over, rest=today.rest, away=today.away)
    return mark_safe("".join(drawn) + (ending.fill() if today.over else ""))  # noqa: S308 - drawn by templates


def _week(today: Today) -> SafeString:
    days = tuple((day, drawing.week_bars(day.slots, dict(day.minutes))) for day in today.week)
    real = sum(day.total for day in today.week)
    return draw("routine/today/_week.html", days=days, real=real, planned=today.week_planned).fill()


def _standing(today: Today) -> SafeString:
    stands = today.standing
    most = max(stands.due) or 1
    names = [f"{day.day:%a}"[0] for day in today.week]
    first = today.day.weekday()
    due = tuple(
        (
            3 + 36 * n,
            drawing.number(28 - 24 * count / most),
            drawing.number(24 * count / most),
            names[(first + n) % 7],
        )
        for n, count in enumerate(stands.due)
    )
    return draw(
        "routine/today/_standing.html",
        stands=stands,
        dots=drawing.dots(stands.rhythm.marks),
        due=due,
        range=drawing.date_range(stands.plan) if stands.plan else None,
    ).fill()
