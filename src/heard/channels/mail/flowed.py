"""format=flowed (RFC 3676): soft line breaks joined, quote marks kept."""


def unflow(text: str, *, delete_space: bool) -> str:
    """The text with its soft-broken lines joined; `delete_space` is the DelSp parameter.

    Source: RFC 3676, 4.1 to 4.5: a line that ends in a space flows into the next of the same quote depth,
    except the signature mark "-- "; one leading space is stuffing.
    """
    out: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth, content = _depth(line)
        flows = content.endswith(" ") and content != "-- "
        if flows and delete_space:
            content = content[:-1]
        if depth == open_depth and content != "-- ":
            out[-1] += content
        else:
            out.append(">" * depth + (" " if depth and content else "") + content)
        open_depth = depth if flows else -1
    return "\n".join(out)


def _depth(line: str) -> tuple[int, str]:
    bare = line.lstrip(">")
    depth = len(line) - len(bare)
    return depth, bare[1:] if bare.startswith(" ") else bare
