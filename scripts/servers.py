"""A PostgreSQL and a Redis of one's own, in a temporary folder and on free ports, while the tests run."""

import os
import pwd
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.common import Trouble, die_with_parent

PATIENCE = 30.0


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def plain_user() -> Mapping[str, Any]:
    """Return the arguments that let ``subprocess`` drop root, as which PostgreSQL does not run; or none."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise Trouble("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.")


@dataclass
class Server:
    """A server process that can be stopped, killed and started again on the same port with the same data."""

    command: Sequence[str]
    ping: Sequence[str]
    url: str
    log: Path
    identity: Mapping[str, Any] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it and wait until it answers; Ctrl-C in the terminal does not reach it."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
                **self.identity,
            )
        end = time.monotonic() + PATIENCE
        while subprocess.run(self.ping, capture_output=True, check=False).returncode:
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise Trouble(
                    f"{self.command[0]} did not start:\n{self.log.read_text(errors='replace')[-2000:]}"
                )
            time.sleep(0.05)

    def kill(self) -> None:
        """End it as a power cut would, without a chance to tidy up."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        """Ask it to stop, closing the connections of its clients; kill it if it does not."""
        if self.process is not None:
            self.process.send_signal(2)  # for both servers SIGINT is the quick way out
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(PATIENCE / 3)
            self.kill()


@contextmanager
def postgres(programs: Path, folder: Path) -> Iterator[Server]:
    """Run a new PostgreSQL with its data below ``folder``; ``url`` is for ``DATABASE_URL``."""
    identity, data, port = plain_user(), folder / "postgres", free_port()
    folder.chmod(0o711)
    data.mkdir(mode=0o700)
    if identity:
        os.chown(data, identity["user"], identity["group"])
    how = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    initdb = [str(programs / "initdb"), f"--pgdata={data}", *how]
    made = subprocess.run(initdb, capture_output=True, text=True, check=False, cwd=data, **identity)
    if made.returncode:
        raise Trouble(f"initdb failed:\n{made.stderr[-2000:]}")
    options = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "fsync": "off"}
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    server = Server(
        command=[str(programs / "postgres"), "-D", str(data), *settings],
        ping=[str(programs / "pg_isready"), "--quiet", "--host=127.0.0.1", f"--port={port}"],
        url=f"postgres://postgres@127.0.0.1:{port}/postgres",
        log=folder / "postgres.log",
        identity=identity,
    )
    yield from _running(server)


@contextmanager
def redis(program: str, folder: Path) -> Iterator[Server]:
    """Run a new Redis that keeps nothing on disk; ``url`` is for ``REDIS_URL``."""
    port = free_port()
    options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]
    server = Server(
        command=[program, *options],
        ping=[str(Path(program).with_name("redis-cli")), "-p", str(port), "ping"],
        url=f"redis://127.0.0.1:{port}",
        log=folder / "redis.log",
    )
    yield from _running(server)


def _running(server: Server) -> Iterator[Server]:
    """Start a server, hand it out, and stop it whatever happens."""
    try:
        server.start()
        yield server
    finally:
        server.stop()
