"""Small mails as real bytes, written line by line, so that a test shows what came over the wire."""


def mail(
    *lines: str | bytes, body: str | bytes = "hello", sender: str = "Zelda <zelda@example.com>"
) -> bytes:
    """A mail from Zelda with these header lines and this body, line ends as on the wire."""
    head = [b"From: " + sender.encode(), b"To: help@example.com"]
    head += [line if isinstance(line, bytes) else line.encode() for line in lines]
    return b"\r\n".join(head) + b"\r\n\r\n" + wire(body)


def wire(body: str | bytes) -> bytes:
    """Text as UTF-8 with CRLF line ends; bytes as they are."""
    return body if isinstance(body, bytes) else body.replace("\n", "\r\n").encode()


def parts(kind: str, *pieces: tuple[str, str | bytes], boundary: str = "cut") -> tuple[str, bytes]:
    """A multipart as (its Content-Type line, its body), of pieces given as (header lines, body)."""
    out = b""
    for head, body in pieces:
        out += b"--%s\r\n%s\r\n\r\n%s\r\n" % (boundary.encode(), wire(head), wire(body))
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"', out + b"--%s--\r\n" % boundary.encode()


def multipart(kind: str, *pieces: tuple[str, str | bytes], boundary: str = "cut") -> bytes:
    """A whole mail from Zelda of these pieces."""
    content_type, body = parts(kind, *pieces, boundary=boundary)
    return mail("MIME-Version: 1.0", content_type, body=body)


PLAIN = "Content-Type: text/plain; charset=utf-8"
HTML = "Content-Type: text/html; charset=utf-8"
