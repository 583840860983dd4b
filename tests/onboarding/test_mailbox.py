"""In a local run mails are files: each its own, whoever writes them at the same moment."""

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends import filebased
from django.test import override_settings


def test_two_workers_of_one_moment_write_two_files(tmp_path, monkeypatch):
    monkeypatch.setattr(filebased, "id", lambda _: 7, raising=False)  # as in processes forked from one
    with override_settings(EMAIL_FILE_PATH=tmp_path):
        for number in range(5):
            connection = get_connection("onboarding.mailbox.EmailBackend")
            EmailMessage(
                "s", f"letter {number}", "us@x.example", ["v@x.example"], connection=connection
            ).send()
    letters = [path.read_text() for path in tmp_path.iterdir()]
    assert len(letters) == 5 and all(text.count("letter") == 1 for text in letters)
