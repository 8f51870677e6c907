package baton.delivery.transmission;

import baton.delivery.shaping.Loop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;

/** A loop on one of Vert.x's event loops. */
public final class VertxLoop implements Loop, AutoCloseable {

  private final Vertx vertx;
  private final Context context;
  private volatile boolean closed;

  public VertxLoop(Vertx vertx) {
    this.vertx = vertx;
    this.context = ((VertxInternal) vertx).createEventLoopContext();
  }

  @Override
  public void execute(Runnable task) {
    if (((ContextInternal) context).inThread()) {
      task.run();
    } else {
      context.runOnContext(turn -> task.run());
    }
  }

  @Override
  public void every(Duration period, Runnable task) {
    vertx.setPeriodic(
        period.toMillis(),
        timer -> {
          if (closed) {
            vertx.cancelTimer(timer);
          } else {
            execute(task);
          }
        });
  }

  @Override
  public void close() {
    closed = true;
  }
}
