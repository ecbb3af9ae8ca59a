from __future__ import annotations

from flask import Blueprint

bp = Blueprint("publications", __name__)
