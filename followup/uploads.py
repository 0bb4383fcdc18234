"""An uploaded file of figures stays in memory: no temporary file is ever made of it (privacy rules, 7)."""

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload

from followup.importing.reader import MOST_BYTES


class InMemoryOnly(MemoryFileUploadHandler):
    """Django's own handler hands larger files to the disk; this one refuses them."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        # The form's other fields and the boundaries take a little too.
        self.activated = content_length <= MOST_BYTES + 64 * 1024

    def receive_data_chunk(self, raw_data, start):
        if not self.activated:
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)
