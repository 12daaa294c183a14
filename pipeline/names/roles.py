"""Tell places from the governments and organisations that bear their names."""

from pipeline.model import Role
from pipeline.names import arabic_roles
from pipeline.names.governments import governs, is_government
from pipeline.names.mentions import Mention
from pipeline.names.organisations import is_in_organisation
from pipeline.tokens import Tokens


def role_of(tokens: Tokens, mention: Mention) -> Role:
    """Tell what a name stands for in its sentence: location, metonym or organisation."""
    if mention.arabic:
        return arabic_roles.role_of(tokens, mention)
    name = mention.name
    if name.is_self_styled:
        acts = not is_in_organisation(tokens, mention) and is_government(tokens, mention)
        return "metonym" if acts else "organisation"
    if is_in_organisation(tokens, mention):
        return "organisation"
    if name.is_state or name.is_capital or name.is_continent:
        return "metonym" if is_government(tokens, mention) else "location"
    return "metonym" if name.is_seat and governs(tokens, mention) else "location"
