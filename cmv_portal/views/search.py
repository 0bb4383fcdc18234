"""Search over the portal's own records."""

from django.shortcuts import render

from cmv_portal.search.matching import LONGEST_QUERY
from cmv_portal.search.queries import search


def search_page(request):
    found = search(request.user, request.GET.get("q", ""))
    return render(request, "portal/search.html", {"search": found, "longest": LONGEST_QUERY})
