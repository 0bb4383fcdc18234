"""How often something may be asked for, counted in the cache that all workers share."""

from django.core.cache import cache


def too_often(key: str, *, most: int, seconds: int) -> bool:
    """Count a time, and say whether it is more than so many within the window that began with the first."""
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # the window ended between the two
        return False
