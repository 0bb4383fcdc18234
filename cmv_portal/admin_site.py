"""The administration: accounts, roles, organisations and agreements. Never costs or issued documents."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404

from agreements.access import may_anywhere
from cmv_portal.roles import Right


class PortalAdminSite(AdminSite):
    """Open to those who administer; signing in is the portal's own."""

    site_header = "Administration"
    site_title = "CMV-portalen"
    index_title = "Konton, roller och avtal"
    enable_nav_sidebar = False

    def has_permission(self, request) -> bool:
        user = request.user
        return user.is_active and (user.is_superuser or may_anywhere(user, Right.ADMINISTER))

    def admin_view(self, view, cacheable=False):
        """404 for one who is signed in without the right, as everywhere in the portal."""
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return guarded

    def login(self, request, extra_context=None):
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.GET.get("next", request.path))
