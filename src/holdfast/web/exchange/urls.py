"""Every address of the exchange's face."""

from __future__ import annotations

from django.urls import path

from holdfast.web.base import static
from holdfast.web.exchange import views_feed, views_person

urlpatterns = [
    path("s/<str:address>", static.serve, name="static"),
    path("v1/FetchHashes", views_feed.fetch_hashes, name="fetch_hashes"),
    path("v1/SubmitFeedback", views_feed.submit_feedback, name="submit_feedback"),
    path("v1/SubmitHashes", views_feed.submit_hashes, name="submit_hashes"),
    path("v1/platforms", views_person.platforms, name="platforms"),
    path("v1/takedowns", views_person.submit, name="takedown_submit"),
    path("v1/takedowns/add", views_person.add, name="takedown_add"),
    path("v1/takedowns/status", views_person.status, name="takedown_status"),
    path("v1/takedowns/withdraw", views_person.withdraw, name="takedown_withdraw"),
    path("v1/takedowns/delete", views_person.delete, name="takedown_delete"),
]
