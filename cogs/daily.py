"""The daily quiz for those who manage the server: when and where it is, and what it asks."""

from __future__ import annotations

from typing import Literal, TypeAlias

import discord
from discord import app_commands
from discord.ext import commands
from discord.ui import LayoutView

from bot.store.protocol.schedules import Schedule
from bot.study.daily.setup import NO_SCHEDULE, SetupError, Wanted
from bot.study.daily.zones import find_zones
from cogs.announcer import DiscordAnnouncer
from cogs.errors import AnyInteraction, RefusedError
from cogs.managers import FOR_SERVERS, IN_SERVERS, NEEDED, managed_guild
from cogs.services import host_of, services_of
from cogs.ui import daily as drawn
from cogs.ui.daily_presses import DAILY_PRESSES, preview_page
from cogs.ui.delivery import deliver
from cogs.ui.limits import OPTION
from cogs.ui.safety import offering
from cogs.ui.text import label

USUAL_DAYS = (
    "every day",
    "Monday to Friday",
    "Monday to Saturday",
    "Saturday and Sunday",
    "Monday, Wednesday and Friday",
    "Tuesday and Thursday",
)
"""Weekdays that are offered while somebody types them; others can be typed as well."""
NO_PING = "I do not ping everyone: choose a role that members can take or leave."

Weekday: TypeAlias = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class PostingChannel(app_commands.Transformer):
    """A channel to post in, by its id: also one that the bot does not see, so that this can be said."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """What Discord offers."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Which channels."""
        return [discord.ChannelType.text, discord.ChannelType.news]

    async def transform(self, _: AnyInteraction, value: app_commands.AppCommandChannel, /) -> int:
        """Return the id of the channel that was chosen."""
        return value.id


class Daily(commands.Cog):
    """The daily quiz of a server. All of it is shown to the one alone who manages it."""

    daily = app_commands.Group(
        name="daily",
        description="The daily quiz of this server",
        guild_only=True,
        allowed_contexts=IN_SERVERS,
        allowed_installs=FOR_SERVERS,
        default_permissions=NEEDED,
    )

    def __init__(self, bot: commands.Bot) -> None:
        self._bot = bot
        self._services = services_of(bot)
        self._announcer = DiscordAnnouncer(bot)

    async def cog_load(self) -> None:
        """Answer to the buttons."""
        self._bot.add_dynamic_items(*DAILY_PRESSES)

    async def cog_unload(self) -> None:
        """Take the buttons back."""
        self._bot.remove_dynamic_items(*DAILY_PRESSES)

    @daily.command()
    @app_commands.describe(
        channel="Where each quiz is posted",
        time="When, in your own time, for instance 8:00, 8am or 20.15",
        timezone="Your city, or its offset such as +2",
        questions="How many questions a quiz has: 5 unless you say so",
        open_hours="For how many hours it is open: 20 unless you say so",
        weekdays="On which days: every day unless you say so",
        role="Who is pinged with each quiz: nobody unless you say so",
        thread="A thread for talk below each quiz",
        recap_day="On which day the week is looked back on: never unless you say so",
        recap_time="When on that day",
    )
    async def setup(  # noqa: PLR0913, PLR0917 - Discord shows each as an option
        self,
        interaction: AnyInteraction,
        channel: app_commands.Transform[int, PostingChannel],
        time: str,
        timezone: str,
        questions: app_commands.Range[int, 1, 10] = 5,
        open_hours: app_commands.Range[int, 1, 24] = 20,
        weekdays: str | None = None,
        role: discord.Role | None = None,
        thread: bool = False,  # noqa: FBT001, FBT002 - Discord shows it as an option
        recap_day: Weekday | None = None,
        recap_time: str | None = None,
    ) -> None:
        """Set up the daily quiz, or change it. Nothing is posted by that."""
        guild = self._begun(interaction)
        wanted = Wanted(
            channel=channel,
            time=time,
            zone=timezone,
            questions=questions,
            open_hours=open_hours,
            weekdays=weekdays,
            role=None if role is None else role.id,
            thread=thread,
            recap_day=recap_day,
            recap_time=recap_time,
        )
        await deliver(interaction, self._set_up(guild, wanted, role))

    @setup.autocomplete("timezone")
    @offering
    async def _zones(self, interaction: AnyInteraction, typed: str) -> list[app_commands.Choice[str]]:
        managed_guild(interaction)
        return [
            app_commands.Choice(name=label(zone.label, OPTION), value=zone.name)
            for zone in find_zones(typed, self._services.clock.now())
        ]

    @setup.autocomplete("weekdays")
    @offering
    async def _days(self, interaction: AnyInteraction, typed: str) -> list[app_commands.Choice[str]]:
        managed_guild(interaction)
        words = typed.casefold().split()
        fitting = (days for days in USUAL_DAYS if all(word in days.casefold() for word in words))
        return [app_commands.Choice(name=days, value=days) for days in fitting]

    @daily.command()
    async def show(self, interaction: AnyInteraction) -> None:
        """Show when and where the quiz is, and how it goes."""
        await deliver(interaction, self._shown(self._begun(interaction)))

    @daily.command()
    async def pause(self, interaction: AnyInteraction) -> None:
        """Post nothing until you resume it."""
        await deliver(interaction, self._paused(self._begun(interaction)))

    @daily.command()
    async def resume(self, interaction: AnyInteraction) -> None:
        """Go on with the quiz after a pause."""
        await deliver(interaction, self._resumed(self._begun(interaction)))

    @daily.command()
    async def post(self, interaction: AnyInteraction) -> None:
        """Post today's quiz now."""
        await deliver(interaction, self._posted(self._begun(interaction)))

    @daily.command()
    async def preview(self, interaction: AnyInteraction) -> None:
        """Show the questions of the next quiz to you alone."""
        await deliver(interaction, preview_page(interaction, self._begun(interaction)))

    @daily.command()
    @app_commands.describe(question="A question that was asked: type some of its words")
    async def retire(self, interaction: AnyInteraction, question: str) -> None:
        """Take a bad question out. Everybody's score for it is corrected."""
        await deliver(interaction, self._retired(self._begun(interaction), question, interaction.user.id))

    @retire.autocomplete("question")
    @offering
    async def _asked(self, interaction: AnyInteraction, typed: str) -> list[app_commands.Choice[str]]:
        found = await self._services.reviews.candidates(managed_guild(interaction), typed)
        return [
            app_commands.Choice(name=label(drawn.offered(each), OPTION), value=each.id)
            for each in sorted(found, key=lambda each: each.retired)
        ]

    @daily.command()
    async def season(self, interaction: AnyInteraction) -> None:
        """Start a new season of the leaderboard. The earlier ones stay."""
        self._begun(interaction)
        await interaction.response.send_message(view=drawn.season_question(), ephemeral=True)

    def _begun(self, interaction: AnyInteraction) -> int:
        """The server in which a command was used, by somebody who may and not too often."""
        guild = managed_guild(interaction)
        self._services.pace.spend(interaction.user.id)
        return guild

    async def _set_up(self, guild: int, wanted: Wanted, role: discord.Role | None) -> LayoutView:
        if role is not None and role.is_default():
            raise RefusedError(NO_PING)
        done = await self._services.setup.set_up(guild, wanted, DiscordAnnouncer(self._bot, thread=wanted.thread))
        if done.missing:
            raise RefusedError(f"Nothing was changed. {done.missing}")
        return drawn.set_up(done, silent=role is not None and _is_silent(role, wanted.channel))

    async def _shown(self, guild: int) -> LayoutView:
        found = await self._services.setup.show(guild, self._announcer)
        if found is None:
            raise SetupError(NO_SCHEDULE)
        return drawn.overview(found, self._in_the_way(found.schedule))

    async def _paused(self, guild: int) -> LayoutView:
        return drawn.paused(await self._services.setup.pause(guild))

    async def _resumed(self, guild: int) -> LayoutView:
        found = await self._services.setup.resume(guild)
        return drawn.resumed(found, self._in_the_way(found.schedule))

    async def _posted(self, guild: int) -> LayoutView:
        return drawn.posted(await self._services.daily.post_now(guild, self._announcer))

    def _in_the_way(self, schedule: Schedule) -> str:
        """What keeps a schedule from working as it should; "" where nothing does."""
        guild, channel = schedule.guild, schedule.channel
        if missing := self._announcer.missing(guild, channel):
            return drawn.no_post(missing)
        missing = DiscordAnnouncer(self._bot, thread=schedule.thread).missing(guild, channel)
        return drawn.no_thread(missing) if missing else ""

    async def _retired(self, guild: int, question: str, by: int) -> LayoutView:
        found = await self._services.reviews.look(guild, question)
        if found is None:
            raise RefusedError(drawn.NOT_OFFERED)
        done = await self._services.reviews.retire(guild, question, by)
        if done:
            host_of(self._bot).renewal.touch(found.quiz.id)
        return drawn.retired(found, before=not done)


def _is_silent(role: discord.Role, channel: int) -> bool:
    """Whether Discord would show the name of a role, but tell nobody."""
    place = role.guild.get_channel(channel)
    return not role.mentionable and not (place and place.permissions_for(role.guild.me).mention_everyone)


async def setup(bot: commands.Bot) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(Daily(bot))
