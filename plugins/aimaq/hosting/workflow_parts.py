"""What several workflows have in common: the pinned actions and the image, and how they run `aimaq`.

An action is named by its commit, which cannot be moved, with its version in a comment for people and for Dependabot; an
image by its digest. Both are the same as in this repository's own workflows.
"""

__all__ = ["CACHE", "CHECKOUT", "DEPLOY", "IMAGE", "RUN", "UPLOAD", "indented"]

CHECKOUT = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"
CACHE = "actions/cache@0057852bfaa89a56745cba8c7296529d2fc39830 # v4.3.0"
UPLOAD = "actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0"
DEPLOY = "actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0"
IMAGE = "debian@sha256:7c7b2c966bc9ee8cedfeef67e0e279108992c77681fa595db4a9d65c06ccc587"
RUN = "python3 -m pip install --quiet --target .uv uv && .uv/bin/uv run --no-dev aimaq"


def indented(text: str, spaces: int) -> str:
    """Return a script as it stands in a workflow's block of text."""
    return "\n".join(f"{' ' * spaces}{line}" for line in text.split("\n"))
