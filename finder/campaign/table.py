"""What every table of the campaign file has in common."""

from pydantic import BaseModel, ConfigDict


class Table(BaseModel):
    """A table of the campaign file: frozen, and a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")
