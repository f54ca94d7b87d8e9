package net.prosperitybot.worker.endpoint;

import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Closes connections beyond so many as they come, so that those that are there go on.
 *
 * <p>Jetty's own limit stops accepting instead and, once full, did not begin again when the silent
 * connections had gone.
 */
final class ConnectionCap implements Connection.Listener {
  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  private ConnectionCap(int most) {
    this.most = most;
  }

  /** Caps what comes to this server, whose connectors are known once it starts. */
  static void on(Server server, int most) {
    ConnectionCap cap = new ConnectionCap(most);
    server.addEventListener(
        new LifeCycle.Listener() {
          @Override
          public void lifeCycleStarting(LifeCycle starting) {
            for (Connector connector : server.getConnectors()) {
              ((ContainerLifeCycle) connector).addBean(cap);
            }
          }
        });
  }

  @Override
  public void onOpened(Connection connection) {
    if (open.incrementAndGet() > most) {
      connection.getEndPoint().close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    open.decrementAndGet();
  }
}
