from django.apps import AppConfig


class CaseConfig(AppConfig):
    name = "holdfast.web.case"
    label = "web_case"
    default_auto_field = "django.db.models.BigAutoField"
