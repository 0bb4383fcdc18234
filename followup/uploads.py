"""An uploaded file stays in memory: no temporary file is ever made of it (privacy rules, 7)."""

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload

from followup.importing.reader import MOST_BYTES

# What the form's other fields and the boundaries between them take besides the file.
AROUND_THE_FILE = 64 * 1024


class InMemoryOnly(MemoryFileUploadHandler):
    """The portal's only upload handler. Django's own hands larger files to the disk; this refuses them."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.activated = content_length <= MOST_BYTES + AROUND_THE_FILE

    def receive_data_chunk(self, raw_data, start):
        if not self.activated:
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)
