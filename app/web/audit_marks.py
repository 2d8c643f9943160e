"""Where the work of the audit office leaves its results in the folder of its job."""

RESULTS = "results.json"
VERIFIED = "verified.json"


def findings_file(check: str) -> str:
    """Where the exceptions of a check are kept, in the order they were met."""
    return f"findings-{check}.json"
