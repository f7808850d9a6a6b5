"""Runs where anki-connect-server is installed: serves a collection, until it is ended.

Called with a collection and a port. Version 0.5 hands Anki's library a path where that wants a request, so that
its importPackage fails for every package: that one action is mended here, all others are as they come.
"""

import os
import sys


def main() -> None:
    os.environ.update(ANKICONNECT_COLLECTION_PATH=sys.argv[1], ANKICONNECT_PORT=sys.argv[2])
    from anki.collection import ImportAnkiPackageRequest
    from anki_connect_server.anki_wrapper import AnkiWrapper
    from anki_connect_server.api import run_server

    def import_package(wrapper: AnkiWrapper, path: str) -> bool:
        wrapper.col.import_anki_package(ImportAnkiPackageRequest(package_path=path))
        return True

    AnkiWrapper.import_package = import_package
    run_server()


if __name__ == "__main__":
    main()
