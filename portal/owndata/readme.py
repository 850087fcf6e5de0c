"""What the archive says of itself."""

from typing import Final

README: Final = """\
Your data from the Data Engineering Mastery portal
==================================================

Everything the portal keeps of you is in this archive. Times are in UTC (ISO 8601), texts in UTF-8. Lessons, quizzes and
questions go by their ids, never by numbers of a database. There is no password and no other secret in it.

To read
  lessons.csv, ticks.csv, days.csv, marks.csv   what you reached, lesson by lesson and day by day
  attempts.csv, cards.csv                       your quizzes, and the cards of your review
  channels.csv                                  where messages reach you, without keys and secrets
  notes/                                        each note as Markdown; notes/links.md has your links
  drafts.csv, drafts/                           what you are editing in the Studio and have not proposed, if you do
  retrospectives/                               each week that is over as Markdown, with what you wrote about it
  Spreadsheets open the tables. A text that one of them would take for a formula begins with a '.

To bring back
  manifest.json                                 the format, when this was made and for whom, a digest of each file
  *.jsonl                                       JSON Lines: one row a line
    person, profile                             your name, your time zone, the hour your day begins
    events, places                              the log of what you did; where you were last in each lesson
    notes, note_versions, links                 texts as you wrote them, with their earlier versions
    attempts, responses                         what you answered in quizzes
    cards, reviews, review_settings             cards, the log of their grades, how much you want to recall
    routines, times_away, timer, wishes         how your days are planned, and what you asked to repeat
    retro_settings, retro_words, retro_choices  how your weeks run, what you wrote about them, the topics you named

Under Settings, Your data, an account without rows of its own takes the whole archive in. It must be as it was exported:
a file that was changed no longer fits its digest, and then nothing is taken in.
"""
