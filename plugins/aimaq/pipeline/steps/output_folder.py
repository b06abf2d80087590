"""Refuses output folders that hold anything except a site, since a build replaces the whole folder."""

from collections.abc import Iterable
from pathlib import Path

from aimaq.base.problems import Problem, ProblemsFound

__all__ = ["check_output_folder"]


def check_output_folder(output: Path, project: Path, inputs: Iterable[Path], *, has_store: bool) -> None:
    """Raise ``ProblemsFound`` if a build must not replace ``output``; ``inputs`` are the folders that it reads.

    ``has_store`` states that an earlier build wrote into this folder.
    """
    message = ""
    if project.is_relative_to(output) or any(
        folder.is_relative_to(output) or output.is_relative_to(folder) for folder in inputs
    ):
        message = "the output folder would take the place of the project's own files"
    elif output.exists() and not output.is_dir():
        message = "the output folder is a file"
    elif (output / ".git").exists():
        message = "the output folder is a Git repository"
    elif not has_store and output.exists() and any(output.iterdir()) and not (output / "index.html").is_file():
        message = "the output folder holds files that are not a site's (there is no index.html)"
    if message:
        shown = output.relative_to(project) if output.is_relative_to(project) else output
        raise ProblemsFound([Problem(shown.as_posix(), message, hint="choose another one with --output")])
