"""The addresses of the reader. They say nothing about what is on them: browser history stays."""

from __future__ import annotations

from django.urls import path

from holdfast.web.check import views

urlpatterns = [
    path("m", views.message, name="message"),
    path("m/p", views.into_plan, name="into-plan"),
    path("n/m", views.into_case, name="into-case"),
]
