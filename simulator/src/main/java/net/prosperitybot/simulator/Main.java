package net.prosperitybot.simulator;

import io.javalin.Javalin;

/** Starts a local Discord. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Javalin.create(c -> c.routes.get("/x", x -> x.result("y"))).start(0).stop();
  }
}
