"""manage.py demo: a portal to try, with the real agreements and people who do not exist."""

import json
import os

from django.conf import settings
from django.core.management import call_command

from agreements.models import Organisation
from cmv_portal import demo, demo_followup, demo_followup_plans, demo_meetings
from cmv_portal.cli import PortalCommand, fail
from cmv_portal.models import User


class Command(PortalCommand):
    help = "Migrerar, läser in avtalen och gör demoanvändarna. Kan köras om när som helst."

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, **options):
        if settings.PRODUCTION:
            fail("Demon går inte att köra i drift (PORTAL_ENV=production).")
        call_command("migrate", interactive=False, verbosity=0)
        demo.load_fixtures()
        demo.load_references()
        people = demo.make_users()
        demo_followup_plans.make_plans_and_reviews(User.objects.get(username="charlie"))
        demo_followup.make_reports()
        demo_meetings.make_meetings(User.objects.get(username="sam"))
        names = dict(Organisation.objects.values_list("slug", "name"))
        address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/"
        if options["format"] == "json":
            self.stdout.write(json.dumps(self._report(address, people, names), ensure_ascii=False))
            return
        self.stdout.write(f"\nPortalen: {address}\nLösenord för alla: {demo.PASSWORD}\n\n")
        for person in people:
            self.stdout.write(f"  {person.username:<9}{person.role.label:<28}{names[person.organisation]}")
        self.stdout.write("")

    def _report(self, address, people, names):
        return {
            "address": address,
            "users": [
                {
                    "username": person.username,
                    "password": demo.PASSWORD,
                    "role": person.role.value,
                    "organisation": names[person.organisation],
                }
                for person in people
            ],
        }
