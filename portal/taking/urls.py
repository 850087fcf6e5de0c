"""Addresses of quizzes and of review."""

from django.urls import path

from portal.taking.views import cards, export, quiz, review, statistics

app_name = "taking"
urlpatterns = [
    path("review/", review.review, name="review"),
    path("review/undo/", review.undo, name="review-undo"),
    path("review/cards/", cards.cards, name="cards"),
    path("review/cards/anki.txt", export.cards, name="cards-anki"),
    path("review/cards/new/", cards.new, name="card-new"),
    path("review/cards/<int:pk>/", cards.edit, name="card-edit"),
    path("review/cards/<int:pk>/remove/", cards.remove, name="card-remove"),
    path("review/settings/", cards.settings, name="review-settings"),
    path("review/<int:pk>/", review.reviewed, name="reviewed"),
    path("review/<int:pk>/suspend/", review.suspend, name="card-suspend"),
    path("review/<int:pk>/answer/", review.answered, name="review-answer"),
    path("review/<int:pk>/judge/", review.judged, name="review-judge"),
    path("quiz-statistics/", statistics.quizzes, name="statistics"),
    path("quiz-statistics/<path:uid>/figures.csv", statistics.table, name="statistics-table"),
    path("quiz-statistics/<path:uid>/", statistics.quiz, name="statistics-quiz"),
    path("quiz-statistics/<path:uid>/gift.txt", export.gift, name="quiz-gift"),
    path("quiz/<path:uid>/start/", quiz.start, name="start"),
    path("quiz/<path:uid>/attempt/<int:pk>/", quiz.attempt, name="attempt"),
    path("quiz/<path:uid>/attempt/<int:pk>/finish/", quiz.finish, name="finish"),
    path("quiz/<path:uid>/attempt/<int:pk>/<int:number>/", quiz.question, name="question"),
    path("quiz/<path:uid>/attempt/<int:pk>/<int:number>/answer/", quiz.answer, name="answer"),
    path("quiz/<path:uid>/", quiz.quiz, name="quiz"),
]
