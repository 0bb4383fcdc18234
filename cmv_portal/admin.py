"""Accounts in the administration. What a person may do is given by roles, never by Django's own rights."""

import allauth.account.admin  # noqa: F401  registers what is taken away below
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group

from agreements.admin import AdministeredOnly, RoleAssignmentInline
from agreements.validators import no_personal_number
from cmv_portal.models import User

admin.site.unregister([Group, EmailAddress])


@admin.register(User)
class PortalUserAdmin(AdministeredOnly, UserAdmin):
    """An account is ended by making it inactive, so that what the person did keeps its name."""

    list_display = ("username", "first_name", "last_name", "title", "is_active", "last_login")
    list_filter = ("is_active",)
    readonly_fields = ("last_login", "date_joined")
    inlines = (RoleAssignmentInline,)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "is_active")}),
        ("Person", {"fields": ("first_name", "last_name", "title", "email")}),
        ("Datum", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "title", "email")}),
        ("Lösenord", {"fields": ("usable_password", "password1", "password2")}),
    )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("username", "first_name", "last_name", "title", "email"):
            field.validators.append(no_personal_number)
        return field

    def get_inlines(self, request, obj):
        return self.inlines if obj and obj.pk != request.user.pk else ()
