"""Quizzes to other formats and back."""
