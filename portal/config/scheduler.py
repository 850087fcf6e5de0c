"""The beat, for machines whose clock is set back."""

from typing import Any

from celery.beat import PersistentScheduler


class SteadyScheduler(PersistentScheduler):
    """Celery's scheduler, but for one thing: a clock set back by two hours does not silence it for two hours."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due; return the seconds until the next look.

        Celery takes an entry that has run "in the future" for not due, and looks only at the entry it expects
        next. So such an entry counts as having run now, and all are put in order anew.
        """
        now = self.app.now()
        future = [entry for entry in self.schedule.values() if (entry.last_run_at or now) > now]
        for entry in future:
            entry.last_run_at = now
        if future:
            self._heap = None
        return super().tick(*args, **kwargs)
