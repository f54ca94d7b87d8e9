package net.prosperitybot.simulator.page;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.Optional;
import net.prosperitybot.simulator.world.Application;
import net.prosperitybot.simulator.world.Json;
import net.prosperitybot.simulator.world.Picture;
import net.prosperitybot.simulator.world.User;
import net.prosperitybot.simulator.world.World;

/** Pictures under {@code /cdn}, by the paths that Discord's own CDN has. */
final class Cdn {
  private final World world;

  Cdn(World world) {
    this.world = world;
  }

  void register(JavalinConfig config) {
    config.routes.get(
        "/cdn/avatars/{id}/{file}",
        context -> serve(context, world.user(id(context)).flatMap(User::avatar)));
    config.routes.get(
        "/cdn/app-icons/{id}/{file}",
        context -> serve(context, world.application(id(context)).flatMap(Application::icon)));
  }

  private static long id(Context context) {
    return Json.idFrom(context.pathParam("id"));
  }

  /** Only the present picture is there; the file's ending does not matter. */
  private static void serve(Context context, Optional<Picture> present) {
    String name = context.pathParam("file").replaceFirst("\\.[a-z]+$", "");
    Picture picture =
        present.filter(each -> each.hash().equals(name)).orElseThrow(NotFoundResponse::new);
    context.header("X-Content-Type-Options", "nosniff");
    context.contentType(picture.type()).result(picture.bytes());
  }
}
