"""Avtal."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = "Avtal"
    default_auto_field = "django.db.models.BigAutoField"
