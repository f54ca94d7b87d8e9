package net.prosperitybot.simulator;

import net.prosperitybot.simulator.world.Intents;
import net.prosperitybot.simulator.world.Permissions;

/** Starts a local Discord with a small world, for those who develop a bot of their own. */
public final class Main {
  private static final int USAGE = 2;

  private Main() {}

  public static void main(String[] args) {
    System.getProperties().putIfAbsent("logback.configurationFile", "logback-simulator.xml");
    int port = 0;
    if (args.length == 2 && args[0].equals("--port") && args[1].matches("\\d{1,5}")) {
      port = Integer.parseInt(args[1]);
    } else if (args.length != 0) {
      System.err.println("usage: java -jar prosperity-simulator.jar [--port N]");
      System.exit(USAGE);
    }
    LocalDiscord discord = LocalDiscord.start(Options.defaults().withPort(port));
    Runtime.getRuntime().addShutdownHook(new Thread(discord::close));
    LocalApplication bot = smallWorld(discord);
    System.out.println("DISCORD_API_URL=" + discord.apiUrl());
    System.out.println("DISCORD_APPLICATION_ID=" + bot.id());
    System.out.println("DISCORD_PUBLIC_KEY=" + bot.publicKeyHex());
    System.out.println("BOT_TOKEN=" + bot.token());
    System.out.println("The local Discord is open at " + discord.pageUrl());
  }

  private static LocalApplication smallWorld(LocalDiscord discord) {
    LocalServer server = discord.createServer("My server", discord.createUser("olga"));
    LocalChannel category = server.createCategory("Talk");
    server.createTextChannel("general", category);
    server.createTextChannel("games", category);
    server.createVoiceChannel("Lounge");
    server.createRole("Regular");
    server.createRole("Veteran");
    for (String name : new String[] {"ann", "ben", "carla"}) {
      server.join(name);
    }
    LocalApplication bot =
        discord.createApplication("My bot").grant(Intents.GUILD_MEMBERS | Intents.MESSAGE_CONTENT);
    bot.invite(server, Permissions.ADMINISTRATOR);
    return bot;
  }
}
