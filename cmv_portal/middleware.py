"""A session ends after half an hour without a visit."""

import time

from django.conf import settings

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
