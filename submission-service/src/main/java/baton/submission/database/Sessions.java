package baton.submission.database;

import io.quarkus.hibernate.orm.PersistenceUnit;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of the persistence unit {@code submission}.
 *
 * <p>Hibernate Reactive keeps the open session in the Vert.x context, and two pieces of work in one
 * context would share it. So each piece has a context of its own, whoever asks: an SMTP
 * connection's, a Kafka channel's or a thread that Vert.x does not know.
 */
@Singleton
public class Sessions {

  private final Vertx vertx;
  private final Mutiny.SessionFactory factory;

  Sessions(Vertx vertx, @PersistenceUnit("submission") Mutiny.SessionFactory factory) {
    this.vertx = vertx;
    this.factory = factory;
  }

  /** Work that only reads. */
  public <T extends @Nullable Object> Uni<T> reading(Function<Mutiny.Session, Uni<T>> work) {
    return inOwnContext(() -> factory.withSession(work));
  }

  /** Work that writes: all of it is durable when the result is there, or nothing of it. */
  public <T extends @Nullable Object> Uni<T> writing(Function<Mutiny.Session, Uni<T>> work) {
    return inOwnContext(() -> factory.withTransaction(work));
  }

  private <T extends @Nullable Object> Uni<T> inOwnContext(Supplier<Uni<? extends T>> work) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Context caller = Vertx.currentContext();
              Context own =
                  VertxContext.createNewDuplicatedContext(
                      caller == null ? vertx.getOrCreateContext() : caller);
              // Quarkus's word for a context that nobody else works in.
              VertxContextSafetyToggle.setContextSafe(own, true);
              Uni<T> there =
                  Uni.createFrom()
                      .deferred(work)
                      .runSubscriptionOn(command -> own.runOnContext(_ -> command.run()));
              return caller == null
                  ? there
                  : there.emitOn(command -> caller.runOnContext(_ -> command.run()));
            });
  }
}
