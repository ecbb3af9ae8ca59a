"""Facts in, documents out: how the programme and the proceedings look in print."""

from forumapp.render.volumes.proceedings import proceedings
from forumapp.render.volumes.programme import programme

__all__ = ["proceedings", "programme"]
