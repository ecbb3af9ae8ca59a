#!/bin/sh
# Prints a Python of 3.11 or newer that really starts (a version manager's shim may not), or says
# in one line what is missing. PYTHON names one to use instead of looking.
for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
    found=$(command -v "$candidate" 2>/dev/null) || continue
    if "$found" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        echo "$found"
        exit 0
    fi
done
echo "forumapp needs Python 3.11 or newer: install it (Debian 12: apt-get install python3 python3-venv), or name one: make run PYTHON=/path/to/python3" >&2
exit 1
