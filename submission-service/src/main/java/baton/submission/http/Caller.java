package baton.submission.http;

import baton.contracts.suppression.Suppression;
import baton.submission.admission.Principal;
import baton.submission.admission.Scope;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Whose API key came with the request. */
@RequestScoped
class Caller {

  private @Nullable Principal principal;
  private boolean administrator;

  void is(Principal known) {
    principal = known;
  }

  void isAdministrator() {
    administrator = true;
  }

  /**
   * Whose suppression list is asked about: the account's, or with the administrator's key the one
   * that holds for all accounts.
   *
   * @throws ProblemException where the key is not for that
   */
  String listToRead() {
    return administrator ? Suppression.EVERY_ACCOUNT : toRead().account();
  }

  /**
   * Whose suppression list is changed, likewise.
   *
   * @throws ProblemException where the key is not for that
   */
  String listToManage() {
    return administrator ? Suppression.EVERY_ACCOUNT : toManage().account();
  }

  /**
   * Who hands mail over.
   *
   * @throws ProblemException where the key is not for that
   */
  Principal toSend() {
    return with(Scope.SEND);
  }

  /**
   * Who asks.
   *
   * @throws ProblemException where the key is not for that
   */
  Principal toRead() {
    return with(Scope.READ);
  }

  /**
   * Who changes something.
   *
   * @throws ProblemException where the key is not for that
   */
  Principal toManage() {
    return with(Scope.MANAGE);
  }

  /** The only way to know the caller, so that no resource forgets to ask what the key is for. */
  private Principal with(Scope scope) {
    if (principal == null) {
      throw new IllegalStateException("the resource is not annotated with @NeedsApiKey");
    }
    if (!principal.grant().scopes().contains(scope)) {
      throw Problems.forbidden(
          "missing-scope", "Scope missing", "This API key has not the scope " + scope.word() + ".");
    }
    return principal;
  }
}
