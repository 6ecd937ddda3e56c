"""The addresses of the reader. They say nothing about what is on them: browser history stays."""

from __future__ import annotations

from django.urls import path

from holdfast.web.check import views, views_case

urlpatterns = [
    path("m", views.message, name="message"),
    path("m/w", views.waiting, name="waiting"),
    path("m/w/state", views.state, name="waiting-state"),
    path("m/r", views.result, name="result"),
    path("m/q", views.profile, name="profile"),
    path("m/x", views.forget, name="forget"),
    path("m/d", views.describe, name="describe"),
    path("m/p", views.into_plan, name="into-plan"),
    path("n/m", views.into_case, name="into-case"),
    path("n/f", views_case.find, name="find"),
    path("n/f/read", views_case.read_pictures, name="find-read"),
    path("n/f/state", views_case.state, name="find-state"),
    path("n/f/check", views_case.check_pictures, name="find-check"),
]
