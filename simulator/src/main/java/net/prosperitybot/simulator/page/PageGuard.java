package net.prosperitybot.simulator.page;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets in only the browser that opened the page itself. Listening on loopback is not enough: any
 * website can send requests there, and by DNS rebinding even read the answers. So the address that
 * was typed counts, not the one that is listened on: in a container that is every address, and the
 * page is there for those whose loopback its port was published on.
 */
final class PageGuard {
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:127(?:\\.\\d{1,3}){3}|localhost|\\[::1])(?::\\d{1,5})?");

  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** Throws when the request comes from elsewhere; else says what the answer may do. */
  void check(Context context) {
    String host = context.header("Host");
    if (host == null || !LOOPBACK.matcher(host).matches()) {
      throw new ForbiddenResponse("The page answers to 127.0.0.1 and localhost only.");
    }
    String site = context.header("Sec-Fetch-Site");
    boolean navigation = "navigate".equals(context.header("Sec-Fetch-Mode"));
    if (site != null && !OWN_SITES.contains(site) && !(navigation && reads(context))) {
      throw new ForbiddenResponse("The page answers to itself only.");
    }
    if (!reads(context)) {
      checkWrite(context, host);
    }
    context.header("Content-Security-Policy", CONTENT_POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    context.header("Cache-Control", "no-store");
  }

  private static boolean reads(Context context) {
    return context.method().equals(HandlerType.GET) || context.method().equals(HandlerType.HEAD);
  }

  /** JSON can't be sent by another site's form, and its scripts can't hide their origin. */
  private static void checkWrite(Context context, String host) {
    @Nullable String origin = context.header("Origin");
    if (origin != null && !origin.equals("http://" + host)) {
      throw new ForbiddenResponse("The page takes orders from itself only.");
    }
    String type = context.contentType();
    if (type == null || !type.startsWith("application/json")) {
      throw new ForbiddenResponse("The page takes JSON only.");
    }
  }
}
