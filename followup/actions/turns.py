"""One at a time in a cooperation, where what is written rests on everything that has been shown there.

Two reports tried at once would each be tried without the other, and figures saved while a report is being
tried would be others than those that are shown. This lock is always the first that is taken.
"""

from agreements.models import Cooperation


def take_turn(cooperation_id: int) -> None:
    """Wait until nobody else writes so in the cooperation; holds until the transaction ends.

    Rows that only name the cooperation, such as the read log's, are written meanwhile.
    """
    Cooperation.objects.select_for_update(no_key=True).get(pk=cooperation_id)
