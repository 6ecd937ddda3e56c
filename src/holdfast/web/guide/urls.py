"""Addresses of the guide. They say nothing about what is on them: browser history stays."""

from __future__ import annotations

from django.urls import path

from holdfast.web.guide import views, views_dates, views_letters, views_talk

urlpatterns = [
    path("", views.first, name="first"),
    path("p", views.plan, name="plan"),
    path("p/new", views.start_again, name="start-again"),
    path("p/<int:place>", views.question, name="question"),
    path("h", views_talk.talk, name="talk"),
    path("c", views_talk.countries, name="countries"),
    path("w", views_letters.shelf, name="letters"),
    path("w/<int:place>", views_letters.letter, name="letter"),
    path("a", views_talk.apps, name="apps"),
    path("a/<int:place>", views_talk.app, name="app"),
    path("d", views_dates.listed, name="dates"),
    path("d/c", views_dates.as_calendar, name="calendar"),
    path("i/promise", views_talk.promise, name="promise"),
    path("i/sources", views_talk.sources, name="sources"),
    path("i/<str:address>", views_talk.page, name="page"),
]
