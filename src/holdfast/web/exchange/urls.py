"""Every address of the exchange's face."""

from __future__ import annotations

from django.urls import path

from holdfast.web.base import static
from holdfast.web.exchange import views_feed, views_operator, views_person

urlpatterns = [
    path("s/<str:address>", static.serve, name="static"),
    path("v1/FetchHashes", views_feed.fetch_hashes, name="fetch_hashes"),
    path("v1/SubmitFeedback", views_feed.submit_feedback, name="submit_feedback"),
    path("v1/SubmitHashes", views_feed.submit_hashes, name="submit_hashes"),
    path("v1/openapi.json", views_person.openapi, name="openapi"),
    path("v1/platforms", views_person.platforms, name="platforms"),
    path("v1/takedowns", views_person.submit, name="takedown_submit"),
    path("v1/takedowns/add", views_person.add, name="takedown_add"),
    path("v1/takedowns/status", views_person.status, name="takedown_status"),
    path("v1/takedowns/withdraw", views_person.withdraw, name="takedown_withdraw"),
    path("v1/takedowns/delete", views_person.delete, name="takedown_delete"),
    path("k", views_operator.sign_in, name="operator_sign_in"),
    path("d", views_operator.overview, name="operator_overview"),
    path("d/out", views_operator.sign_out, name="operator_sign_out"),
    path("d/new", views_operator.new_partner, name="operator_new"),
    path("d/p/<str:partner_id>", views_operator.one_partner, name="operator_partner"),
    path("d/p/<str:partner_id>/rotate", views_operator.rotate, name="operator_rotate"),
    path("d/p/<str:partner_id>/revoke", views_operator.revoke, name="operator_revoke"),
    path("d/h", views_operator.holds, name="operator_holds"),
    path("d/a", views_operator.audit, name="operator_audit"),
]

handler404 = "holdfast.web.exchange.operator.no_page"
