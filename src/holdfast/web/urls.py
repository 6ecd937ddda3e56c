"""Every address of the web door. Paths are neutral: browser history stays after leaving."""

from __future__ import annotations

from django.urls import include, path

from holdfast.web.base import door, language, leave, static
from holdfast.web.case import phone

urlpatterns = [
    path("s/<str:address>", static.serve, name="static"),
    path("t/<str:token>", door.enter, name="enter"),
    path("j/<str:token>", phone.join, name="join"),
    path("lang", language.choose, name="language"),
    path("leave", leave.leave, name="leave"),
    path("bye", leave.neutral, name="neutral"),
    path("in", leave.come_back, name="come_back"),
    path("", include("holdfast.web.guide.urls")),
    path("", include("holdfast.web.check.urls")),
    path("", include("holdfast.web.camera.urls")),
    path("", include("holdfast.web.learn.urls")),
    path("", include("holdfast.web.takedown.urls")),
    path("n/", include("holdfast.web.case.urls")),
]

handler400 = "holdfast.web.base.errors.bad_request"
handler404 = "holdfast.web.base.errors.not_found"
handler500 = "holdfast.web.base.errors.program_fault"
