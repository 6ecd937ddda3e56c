"""Addresses of the take-down pages. They say nothing about what is on them."""

from __future__ import annotations

from django.urls import path

from holdfast.web.takedown import views

urlpatterns = [
    path("f", views.start, name="takedown"),
    path("f/make", views.tool, name="takedown-make"),
    path("f/send", views.send, name="takedown-send"),
    path("f/keep", views.keep, name="takedown-keep"),
    path("f/case", views.follow, name="takedown-case"),
]
