"""The addresses of the practice. The language stands in them; what is on the page does not: browser history stays."""

from __future__ import annotations

from django.urls import path

from holdfast.web.learn import views

urlpatterns = [
    path("l/", views.beginning, name="learn"),
    path("l/<str:language>/", views.stories, name="learn-stories"),
    path("l/<str:language>/t", views.lesson, name="learn-lesson"),
    path("l/<str:language>/t/s", views.sheet, name="learn-sheet"),
    path("l/<str:language>/t/<int:number>", views.cards, name="learn-cards"),
    path("l/<str:language>/a", views.parents, name="learn-parents"),
    path("l/<str:language>/<int:number>", views.turn, name="learn-start"),
    path("l/<str:language>/<int:number>/e", views.ends, name="learn-ends"),
    path("l/<str:language>/<int:number>/<str:taken>", views.turn, name="learn-turn"),
]
