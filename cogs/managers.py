"""What only those may do who manage a server.

Discord hides such commands from others, but a server can show them to everybody: so it is checked here as well.
"""

from __future__ import annotations

from discord import Permissions, app_commands

from cogs.errors import AnyInteraction

NEEDED = Permissions(manage_guild=True)
IN_SERVERS = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
FOR_SERVERS = app_commands.AppInstallationType(guild=True, user=False)


def managed_guild(interaction: AnyInteraction) -> int:
    """Return the server in which somebody does something that its managers may do.

    Raises NoPrivateMessage outside of servers, MissingPermissions for everybody else.
    """
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    if not (interaction.permissions.administrator or interaction.permissions >= NEEDED):
        raise app_commands.MissingPermissions([name for name, wanted in NEEDED if wanted])
    return interaction.guild_id
