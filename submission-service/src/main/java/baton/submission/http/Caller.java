package baton.submission.http;

import baton.submission.admission.Principal;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Whose API key came with the request. */
@RequestScoped
class Caller {

  private @Nullable Principal principal;

  void is(Principal known) {
    principal = known;
  }

  Principal principal() {
    if (principal == null) {
      throw new IllegalStateException("the resource is not annotated with @NeedsApiKey");
    }
    return principal;
  }

  String account() {
    return principal().account();
  }
}
