"""Today put together from pieces that are drawn once for equal values, as the lesson page is."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from portal.accounts.http import LearnerRequest
from portal.core.drawn import draw
from portal.core.http import draw_page, fill_page
from portal.reading.road import number
from portal.routine.rules import drawing
from portal.routine.rules.ruler import Stint, minute_of, ruler
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
    timed = [block for block in today.blocks if block.slot.clock and not (block.kept and block.earlier)]
    if not timed:
        return mark_safe("")
    said = " ".join(f"{block.slot.title} block {block.state}, {block.spoken}." for block in timed)
    stints = tuple(_stint(block, today.rollover_hour) for block in timed)
    day = ruler(stints, today.now, today.rollover_hour)
    frame = draw("routine/today/_line.html", ticks=day.ticks, hours=day.hours)
    inner = draw(
        "routine/today/_line_bars.html", bars=day.bars, names=day.names, needle=day.needle, now=day.now
    )
    return frame.fill(said=f"Your day. {said} It is now {today.now}.", bars=inner.fill())


def _stint(block: Block, rollover_hour: int) -> Stint:
    """Return a block where it was timed, where it runs today, or where it is planned."""
    times = [] if block.earlier else [word for word in block.spoken.split(" ") if ":" in word]
    clocks = times or [block.slot.clock]
    begin, end = (minute_of(clock, rollover_hour) for clock in (clocks[0], clocks[-1]))
    if len(clocks) == 2:
        return Stint(block.slot.title, "done", begin, end if end >= begin else begin + block.logged)
    kind = block.state if block.state in ("running", "done") and not block.earlier else "planned"
    return Stint(block.slot.title, kind, begin, begin + block.slot.minutes)


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
            number(28 - 24 * count / most),
            number(24 * count / most),
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
