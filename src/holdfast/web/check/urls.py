"""The address of the reader. It says nothing about what is on it: browser history stays."""

from __future__ import annotations

from django.urls import path

from holdfast.web.check import views

urlpatterns = [path("m", views.message, name="message")]
