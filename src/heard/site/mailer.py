"""How the sign-in pages send their mail: password resets and notices to agents."""

from pathlib import Path

from heard.site.addresses import Server


def mailer_for(smtp: Server | None, *, kept_in: Path) -> dict[str, object]:
    """Django's parameters of a mailer: over SMTP, or, where none is set, as files in `kept_in` for the
    operator."""
    if smtp is None:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"BACKEND": backend, "OPTIONS": {"file_path": str(kept_in)}}
    options = {
        "host": smtp.host,
        "port": smtp.port,
        "username": smtp.user,
        "password": smtp.password.reveal(),
        "use_ssl": smtp.scheme == "smtps",
        "use_tls": smtp.scheme == "smtp+starttls",
        "timeout": 20,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
