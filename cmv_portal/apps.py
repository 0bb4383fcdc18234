"""The portal that carries the three apps."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "cmv_portal"
    verbose_name = "Portalen"
    default_auto_field = "django.db.models.BigAutoField"


class PortalAdminConfig(AdminConfig):
    """Django's administration behind the portal's own roles and sign-in."""

    default_site = "cmv_portal.admin_site.PortalAdminSite"
