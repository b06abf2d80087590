"""Store a picture or another file that an editor has chosen, under a name that every host and address can hold."""

from itertools import count
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.languages.slugs import slugify
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.newsroom.media.files import ATTACHED, PICTURES
from aimaq.newsroom.media.picture_facts import PictureFault, examine
from aimaq.settings.schema import Settings

__all__ = ["store"]

_LONGEST: Final = 80  # letters of the name, without its ending


def store(name: str, data: bytes, settings: Settings) -> str:
    """Store a file, and return its path below the content folder: "Фото цеха 1.JPG" is "media/foto-tsekha-1.jpg".

    A file with the same bytes is stored once; one of the same name with others gets a number. Raises ``ProblemsFound``
    for a file that no build would publish.
    """
    given = PurePosixPath(name.replace("\\", "/"))
    ending = given.suffix.lower()
    if ending not in ATTACHED:
        endings = ", ".join(each[1:] for each in ATTACHED)
        advice = tr("choose another one (%(endings)s)", endings=endings)
        raise ProblemsFound([Problem(name, tr("files of this kind are not published"), hint=advice)])
    if not data:
        raise ProblemsFound([Problem(name, tr("the file is empty"), hint=tr("save it again"))])
    if ending in PICTURES:
        _check_picture(name, ending, data)
    folder = PurePosixPath(settings.static_paths[0])
    target = settings.project / settings.path / folder
    target.mkdir(parents=True, exist_ok=True)
    stem = slugify(given.stem)[:_LONGEST].strip("-") or "file"
    for number in count(1):
        path = target / f"{stem}{f'-{number}' if number > 1 else ''}{ending}"
        try:
            with path.open("xb") as file:
                file.write(data)
        except FileExistsError:
            if path.read_bytes() != data:
                continue
        return (folder / path.name).as_posix()
    raise AssertionError("count() does not end")


def _check_picture(name: str, ending: str, data: bytes) -> None:
    """Raise ``ProblemsFound`` for a picture that a build would refuse."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"picture{ending}")
        path.write_bytes(data)
        try:
            examine(path, "")
        except PictureFault as fault:
            message, hint = fault.args
            raise ProblemsFound([Problem(name, message, hint=hint)]) from None
