"""The program files of a Neo4j server, had from pip and Maven alone: listed in `neo4j.lock`, each checked by us.

The list is exact, so nothing is resolved at set-up: every jar is fetched by its coordinates, hashed, and
moved into the cache in one step. A damaged or foreign jar never reaches the class path.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from core.errors import Unavailable

log = logging.getLogger(__name__)

VERSION = "5.26.12"
LOCK = Path(__file__).with_name("neo4j.lock")
ENDPOINT = f"org.neo4j:neo4j:{VERSION}+org.neo4j.app:neo4j-server:{VERSION}+org.neo4j:neo4j-bolt:{VERSION}"
# Fetching waits on the network, hardly on the processor.
STREAMS = 8
_HINT = "请联网后再运行一次 make neo4j；已下载好的部分会保留。也可以在设置中填写单位自己的 Neo4j 地址（neo4j_uri）。"


@dataclass(frozen=True, slots=True)
class Jar:
    """One jar by its Maven coordinates and the SHA-256 it must have."""

    group: str
    artifact: str
    version: str
    classifier: str
    sha256: str

    @property
    def file(self) -> str:
        """File name inside the cache folder."""
        tail = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{tail}.jar"


def read_lock(lock: Path = LOCK) -> tuple[Jar, ...]:
    """The jars of the committed lock file, in class path order.

    Raises Unavailable for a missing or unreadable lock file.
    """
    try:
        rows = [line.split() for line in lock.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
        return tuple(_jar(coordinates, digest) for coordinates, digest in rows)
    except (OSError, ValueError) as error:
        raise Unavailable(f"Neo4j 的程序清单读不出来：{lock.name}", "请重新安装本软件") from error


def _jar(coordinates: str, digest: str) -> Jar:
    group, artifact, version, *classifier = coordinates.split(":")
    return Jar(group, artifact, version, classifier[0] if classifier else "", digest)


def prepare_jars(cache: Path, *, lock: Path = LOCK, tell: Callable[[str], None] = log.info) -> tuple[Path, ...]:
    """Paths of all jars below `cache`, the missing and damaged ones fetched first (one to two minutes when cold).

    Raises Unavailable when a jar cannot be had or is not the one expected.
    """
    folder = cache / f"neo4j-{VERSION}"
    jars = read_lock(lock)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        wanting = [jar for jar in jars if _sha256(folder / jar.file) != jar.sha256]
        if wanting:
            tell(f"正在下载 Neo4j {VERSION} 的程序文件：{len(wanting)} 个")
            _fetch_all(wanting, folder)
    except OSError as error:
        raise Unavailable(f"Neo4j 的程序文件无法写入 {folder}：{error}", "请检查磁盘空间和文件夹权限") from error
    return tuple(folder / jar.file for jar in jars)


def _fetch_all(jars: Sequence[Jar], folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder, prefix=".fetch-") as work, ThreadPoolExecutor(STREAMS) as pool:
        list(pool.map(lambda jar: _fetch(jar, Path(work), folder), jars))


def _fetch(jar: Jar, work: Path, folder: Path) -> None:
    from jgo.maven import MavenContext, PythonResolver

    context = MavenContext(resolver=PythonResolver(), repo_cache=work, timeout=60)
    component = context.project(jar.group, jar.artifact).at_version(jar.version)
    try:
        found = Path(component.artifact(classifier=jar.classifier).resolve())
    except Exception as error:  # jgo lets the exceptions of its HTTP client and its own pass through
        raise Unavailable(f"Neo4j 的程序文件下载不到：{jar.file}（{error}）", _HINT) from error
    if _sha256(found) != jar.sha256:
        raise Unavailable(f"下载的 {jar.file} 与预期的校验值不符，已弃用", _HINT)
    found.replace(folder / jar.file)


def _sha256(file: Path) -> str:
    if not file.exists():
        return ""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def lock_lines(cache: Path) -> Iterator[str]:
    """Lines of a fresh lock file for `ENDPOINT`, every dependency resolved anew; for whoever raises `VERSION`."""
    from jgo.env import EnvironmentBuilder, LinkStrategy
    from jgo.maven import MavenContext, PythonResolver

    context = MavenContext(resolver=PythonResolver(), repo_cache=cache / "maven", timeout=60)
    builder = EnvironmentBuilder(context=context, cache_dir=cache / "environment", link_strategy=LinkStrategy.HARD)
    locked = builder.from_endpoint(ENDPOINT).lockfile
    for one in locked.dependencies if locked else ():
        tail = f":{one.classifier}" if one.classifier else ""
        yield f"{one.groupId}:{one.artifactId}:{one.version}{tail} {one.sha256}"
