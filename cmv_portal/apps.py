"""The portal that carries the three apps."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "cmv_portal"
    verbose_name = "Portalen"
    default_auto_field = "django.db.models.BigAutoField"
