package baton.submission.http;

import baton.submission.admission.IdempotencyKey;
import baton.submission.admission.Principal;
import baton.submission.admission.Receipt;
import baton.submission.admission.Repetitions;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests that may come again under their {@code Idempotency-Key}. */
@Singleton
class RepeatableRequests {

  private final Repetitions repetitions;

  RepeatableRequests(Repetitions repetitions) {
    this.repetitions = repetitions;
  }

  /**
   * The key that a request came under; null where it came under none.
   *
   * @param about what the request asks for beside its body: method, path and query
   * @throws baton.submission.admission.RefusedException where there is one that is none
   */
  static @Nullable IdempotencyKey key(HttpHeaders headers, byte[] body, String... about) {
    List<String> values = headers.getRequestHeader(IdempotencyKey.FIELD);
    if (values.isEmpty()) {
      return null;
    }
    byte[][] request = new byte[about.length + 1][];
    for (int i = 0; i < about.length; i++) {
      request[i] = about[i].getBytes(StandardCharsets.UTF_8);
    }
    request[about.length] = body;
    return IdempotencyKey.of(String.join(" ", values), request);
  }

  /**
   * What was answered under the key is answered again, before anything else can be wrong.
   *
   * @param takeOver does what is asked for, on a worker thread
   */
  Uni<List<Receipt>> once(
      Principal principal, @Nullable IdempotencyKey key, Supplier<Uni<List<Receipt>>> takeOver) {
    if (key == null) {
      return takeOver.get();
    }
    return repetitions
        .answered(principal.account(), key)
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .chain(
            answer -> answer.map(receipts -> Uni.createFrom().item(receipts)).orElseGet(takeOver));
  }
}
