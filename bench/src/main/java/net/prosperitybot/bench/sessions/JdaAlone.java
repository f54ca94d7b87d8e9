package net.prosperitybot.bench.sessions;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.prosperitybot.bench.Lab;
import net.prosperitybot.demo.LocalStack;
import net.prosperitybot.demo.ServiceProcess;
import net.prosperitybot.simulator.LocalApplication;

/**
 * The reference of the events service: the library alone, with the intents and caches that the
 * service has, and a listener that does nothing.
 */
public final class JdaAlone {
  private static final String TOKEN = "BOT_TOKEN";
  private static final String API = "DISCORD_API_URL";

  private JdaAlone() {}

  /** A process of it, with the JVM options of the events service. */
  static ServiceProcess start(Lab lab, LocalStack stack, LocalApplication bot) {
    return lab.opened(
        ServiceProcess.start(
            "jda-alone",
            List.of(
                ServiceProcess.java(),
                "@" + lab.home().resolve("events/jvm.options"),
                "-Dlogback.configurationFile=bench-log.xml",
                "-cp",
                System.getProperty("java.class.path"),
                JdaAlone.class.getName()),
            Map.of(TOKEN, bot.token(), API, stack.discord().apiUrl()),
            lab.folder()));
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    JDABuilder.createLight(
            System.getenv(TOKEN), GatewayIntent.GUILD_MESSAGES, GatewayIntent.GUILD_MEMBERS)
        .setRestConfig(new RestConfig().setBaseUrl(System.getenv(API)))
        .setSessionController(new LocalSessions(System.getenv(API)))
        .setContextEnabled(false)
        .addEventListeners((EventListener) JdaAlone::ignore)
        .build();
  }

  private static void ignore(GenericEvent event) {
    // The library's own work is what is measured.
  }
}
