"""A session ends after half an hour without a visit, and a missing page is told in our words."""

import time

from django.conf import settings
from django.http import Http404
from django.views.defaults import page_not_found

_TOUCH_EVERY = 60  # seconds; one write a minute is enough to know when a person was last here


def idle_session(get_response):
    """Move the session's end forward on a visit, at most once a minute."""

    def middleware(request):
        if request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get("seen", 0) >= _TOUCH_EVERY:
                request.session["seen"] = now
                request.session.set_expiry(settings.SESSION_IDLE_SECONDS)
        return get_response(request)

    return middleware


def own_not_found(get_response):
    """Answer 404 with our page in the demo too, where Django's DEBUG shows its list of addresses."""

    def middleware(request):
        response = get_response(request)
        if settings.DEBUG and response.status_code == 404:
            return page_not_found(request, Http404())
        return response

    return middleware


def no_store(get_response):
    """What a signed-in person sees is not kept by the browser or a proxy, nor shown by its back button."""

    def middleware(request):
        response = get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware
