"""The agreement's clock: duties and what shows that they are done, on pages, in calendars, by mail."""
