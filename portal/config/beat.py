"""What comes round, and every how many seconds. Each task finds in the database what there is to do."""

from typing import Any, Final

SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "ask-blogs": {"task": "portal.routine.tasks.ask_blogs", "schedule": 60 * 60.0},
    "hear-of-reviews": {"task": "portal.routine.tasks.hear_of_reviews", "schedule": 5 * 60.0},
    "dispatch-reminders": {"task": "portal.reminders.tasks.dispatch", "schedule": 60.0},
    "hear-of-practice": {"task": "portal.taking.tasks.hear_of_practice", "schedule": 60.0},
    "hand-in-exams": {"task": "portal.taking.tasks.hand_in_exams", "schedule": 60.0},
    "send-what-is-due": {"task": "portal.outbox.tasks.tick", "schedule": 60.0},
    "prune-outbox": {"task": "portal.outbox.tasks.prune", "schedule": 24 * 60 * 60.0},
    "publish-what-is-due": {"task": "portal.studio.tasks.publish_due", "schedule": 60.0},
    "close-weeks": {"task": "portal.retros.tasks.close_weeks", "schedule": 15 * 60.0},
    "look-at-old-weeks": {"task": "portal.retros.tasks.look_at_old_weeks", "schedule": 24 * 60 * 60.0},
    "delete-due-accounts": {"task": "portal.owndata.tasks.delete_due_accounts", "schedule": 60 * 60.0},
    "look-at-content": {"task": "portal.health.tasks.look_at_content", "schedule": 5 * 60.0},
    "ask-links": {"task": "portal.health.tasks.ask_links", "schedule": 60 * 60.0},
    "work-with-git": {"task": "portal.studio.git.tasks.work", "schedule": 15.0},
    "clear-sessions": {"task": "portal.ops.tasks.clear_sessions", "schedule": 24 * 60 * 60.0},
}
