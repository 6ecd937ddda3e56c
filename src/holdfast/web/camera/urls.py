"""Addresses of the camera's page. They say nothing about what is on it."""

from __future__ import annotations

from django.urls import path

from holdfast.web.camera import views

urlpatterns = [
    path("u", views.camera, name="camera"),
    path("u/now", views.now, name="camera-now"),
    path("u/k", views.allow, name="camera-allow"),
    path("u/d", views.delete, name="camera-delete"),
    path("u/i", views.install, name="camera-install"),
    path("u/o", views.uninstall, name="camera-uninstall"),
]
