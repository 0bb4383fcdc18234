"""Organisations, cooperations, agreements and roles in the administration, each with its history."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from simple_history.admin import SimpleHistoryAdmin

from agreements.access import may_anywhere
from agreements.models import (
    Agreement,
    Cooperation,
    LocalAgreement,
    OpenQuestion,
    Organisation,
    Party,
    RoleAssignment,
    Term,
)
from cmv_portal.roles import Right


class AdministeredOnly:
    """Rights by the portal's roles instead of Django's; nothing is deleted from a list."""

    def _administers(self, request) -> bool:
        return request.user.is_superuser or may_anywhere(request.user, Right.ADMINISTER)

    def has_module_permission(self, request) -> bool:
        return self._administers(request)

    def has_view_permission(self, request, obj=None) -> bool:
        return self._administers(request)

    def has_add_permission(self, request, obj=None) -> bool:
        return self._administers(request)

    def has_change_permission(self, request, obj=None) -> bool:
        return self._administers(request)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class RowInline(AdministeredOnly, admin.TabularInline):
    """Rows of an agreement. A row entered by mistake may be taken away; its history stays."""

    extra = 0

    def has_delete_permission(self, request, obj=None) -> bool:
        return self._administers(request)


class PartyInline(RowInline):
    model = Party
    autocomplete_fields = ("organisation",)


class TermInline(RowInline):
    model = Term


class OpenQuestionInline(AdministeredOnly, admin.StackedInline):
    model = OpenQuestion
    extra = 0


class RoleAssignmentInline(AdministeredOnly, admin.TabularInline):
    """A role is ended by its last day, never taken away."""

    model = RoleAssignment
    extra = 0
    autocomplete_fields = ("organisation",)


class FixedSlug:
    """The short name in addresses is also in frozen documents: set once."""

    def get_readonly_fields(self, request, obj=None):
        return ("slug", *super().get_readonly_fields(request, obj)) if obj else ()


@admin.register(Organisation)
class OrganisationAdmin(FixedSlug, AdministeredOnly, SimpleHistoryAdmin):
    list_display = ("name", "kind", "organisation_number", "municipal_code", "city", "buyer_reference")
    list_filter = ("kind",)
    search_fields = ("name", "organisation_number", "municipal_code")
    # What invoices say of payment is filled in by the principal's officers, on the organisation's page.
    readonly_fields = ("bankgiro", "plusgiro", "invoice_contact", "vat_note")


@admin.register(Cooperation)
class CooperationAdmin(FixedSlug, AdministeredOnly, SimpleHistoryAdmin):
    list_display = ("name", "steering_group", "political_group")


@admin.register(Agreement)
class AgreementAdmin(FixedSlug, AdministeredOnly, SimpleHistoryAdmin):
    list_display = ("title", "cooperation", "status", "starts_on", "first_end")
    list_filter = ("cooperation", "status")
    list_select_related = ("cooperation",)
    inlines = (PartyInline, TermInline, OpenQuestionInline)


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(AdministeredOnly, SimpleHistoryAdmin):
    """A role is ended by its last day, so that it shows who could do what, and when."""

    list_display = ("user", "role", "cooperation", "organisation", "valid_from", "valid_until")
    list_filter = ("role", "cooperation")
    list_select_related = ("user", "cooperation", "organisation")
    autocomplete_fields = ("organisation",)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":  # nobody gives themselves a role
            kwargs["queryset"] = get_user_model().objects.exclude(pk=request.user.pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.user_id != request.user.pk)


@admin.register(LocalAgreement)
class LocalAgreementAdmin(AdministeredOnly, SimpleHistoryAdmin):
    """A row for each municipality; how far it has come is written on its own page."""

    list_display = ("organisation", "agreement", "state", "decided_on")
    list_filter = ("agreement", "state")
    list_select_related = ("organisation", "agreement")
    fields = ("agreement", "organisation")
    autocomplete_fields = ("organisation",)
