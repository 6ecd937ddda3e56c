"""Addresses of a case, under ``/n/``. They say nothing about what is on them: browser history stays."""

from __future__ import annotations

from django.urls import path

from holdfast.web.case import (
    phone,
    views_add,
    views_codes,
    views_item,
    views_open,
    views_pack,
    views_record,
    views_room,
    views_start,
    views_verify,
)
from holdfast.web.case.forms import TASKS

urlpatterns = [
    path("", views_room.room, name="room"),
    path("new", views_start.new, name="new"),
    path("new/2", views_start.device, name="new-device"),
    path("new/3", views_start.shared, name="new-shared"),
    path("code", views_start.code, name="code"),
    path("two", views_codes.two_words, name="two"),
    path("sheet", views_codes.sheet, name="sheet"),
    path("phone", phone.phone, name="phone"),
    path("hello", phone.hello, name="hello"),
    path("keys", views_codes.codes, name="keys"),
    path("open", views_open.open_page, name="open"),
    path("lock", views_open.lock, name="lock"),
    path("delete", views_open.delete, name="delete"),
    path("age", views_open.age, name="age"),
    path("add", views_add.add, name="add"),
    path("words", views_add.words, name="words"),
    path("all", views_room.everything, name="all"),
    path("todo", views_room.todo, name="todo"),
    path("time", views_room.timeline, name="time"),
    path("log", views_room.log, name="log"),
    path("check", views_room.check, name="check"),
    path("plan", views_room.show_plan, name="case-plan"),
    path("tick", views_room.tick, name="tick"),
    path("i/<str:item_id>", views_item.item, name="item"),
    path("i/<str:item_id>/show", views_item.show, name="item-show"),
    path("i/<str:item_id>/raw", views_item.raw, name="item-raw"),
    path("i/<str:item_id>/strike", views_item.strike, name="item-strike"),
    path("i/<str:item_id>/back", views_item.unstrike, name="item-back"),
    path("r/<str:record_id>", views_record.record, name="record"),
    path("r/<str:record_id>/log", views_record.history, name="record-history"),
    path("r/<str:record_id>/strike", views_record.strike, name="record-strike"),
    path("r/<str:record_id>/back", views_record.unstrike, name="record-back"),
    path("pack", views_pack.pack, name="pack"),
    path("pack/<str:handle>", views_pack.job, name="job"),
    path("pack/<str:handle>/state", views_pack.state, name="job-state"),
    path("pack/<str:handle>/get", views_pack.get, name="job-get"),
    path("pack/<str:handle>/drop", views_pack.drop, name="job-drop"),
    path("verify", views_verify.verify, name="verify"),
    *(path(task.slug, views_record.task, {"slug": task.slug}, name=task.slug) for task in TASKS),
]
