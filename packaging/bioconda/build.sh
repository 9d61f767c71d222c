#!/bin/bash
# The package holds the whole program in one bundle, so nothing is fetched and nothing is built.
set -euo pipefail

module="${PREFIX}/lib/node_modules/tatabox"
mkdir -p "${module}" "${PREFIX}/bin" "${PREFIX}/share/man/man1"
cp -r bin dist man package.json README.md LICENSE NOTICE "${module}/"
chmod 755 "${module}/bin/tatabox.js"
ln -s ../lib/node_modules/tatabox/bin/tatabox.js "${PREFIX}/bin/tatabox"
cp man/tatabox.1 "${PREFIX}/share/man/man1/"
