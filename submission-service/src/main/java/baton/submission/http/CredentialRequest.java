package baton.submission.http;

import baton.smtp.grammar.Domain;
import baton.smtp.grammar.InvalidAddressException;
import baton.submission.admission.Grant;
import baton.submission.admission.Network;
import baton.submission.admission.Scope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an API key shall be; null where the field is absent. */
@Schema(
    name = "NewCredential",
    requiredProperties = {"name", "scopes"})
record CredentialRequest(
    @Schema(description = "For people", examples = "The shop's newsletter", maxLength = 200)
        @Nullable String name,
    @Schema(
            description =
                "send: hand mail over, by SMTP and HTTP. read: ask for messages, domains, suppressions"
                    + " and templates. manage: change them, and API keys. At least one",
            examples = "[\"send\"]")
        @Nullable List<@Nullable String> scopes,
    @Schema(
            description = "The only domains it may send from, at most 50; all where absent",
            maxItems = CredentialRequest.MOST)
        @Nullable List<@Nullable String> domains,
    @Schema(
            description =
                "The only networks it may come from (CIDR, IPv4 or IPv6), at most 50; any where absent",
            examples = "[\"192.0.2.0/24\"]",
            maxItems = CredentialRequest.MOST)
        @Nullable List<@Nullable String> networks) {

  /** Domains, or networks, of one key. */
  static final int MOST = 50;

  private static final int LONGEST_NAME = 200;

  /**
   * The name.
   *
   * @throws ProblemException where there is none
   */
  String checkedName() {
    if (name == null
        || name.isBlank()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw Problems.invalid("name", "A name has 1 to " + LONGEST_NAME + " characters.");
    }
    return name;
  }

  /**
   * What it grants.
   *
   * @throws ProblemException that names the entry which makes no sense
   */
  Grant grant() {
    return new Grant(checkedScopes(), checkedDomains(), checkedNetworks());
  }

  private Set<Scope> checkedScopes() {
    if (scopes == null || scopes.isEmpty()) {
      throw Problems.invalid("scopes", "A key has one scope or several: send, read, manage.");
    }
    Set<Scope> known = EnumSet.noneOf(Scope.class);
    for (int i = 0; i < scopes.size(); i++) {
      String word = scopes.get(i);
      known.add(
          Scope.of(word == null ? "" : word)
              .orElseThrow(problem("scopes[" + i + "]", "A scope is send, read or manage.")));
    }
    return known;
  }

  private Set<String> checkedDomains() {
    Set<String> names = new LinkedHashSet<>();
    List<@Nullable String> wanted = entries("domains", domains);
    for (int i = 0; i < wanted.size(); i++) {
      String field = "domains[" + i + "]";
      String text = wanted.get(i);
      try {
        names.add(Domain.normalise(text == null ? "" : text));
      } catch (InvalidAddressException e) {
        throw Problems.invalid(field, String.valueOf(e.getMessage()));
      }
    }
    return names;
  }

  private List<Network> checkedNetworks() {
    List<Network> known = new ArrayList<>();
    List<@Nullable String> wanted = entries("networks", networks);
    for (int i = 0; i < wanted.size(); i++) {
      String text = wanted.get(i);
      try {
        known.add(Network.parse(text == null ? "" : text));
      } catch (IllegalArgumentException e) {
        throw Problems.invalid("networks[" + i + "]", "The network " + e.getMessage() + ".");
      }
    }
    return known;
  }

  /** An empty list would allow nothing, and means everything: it is refused. */
  private static List<@Nullable String> entries(
      String field, @Nullable List<@Nullable String> entries) {
    if (entries == null) {
      return List.of();
    }
    if (entries.isEmpty() || entries.size() > MOST) {
      throw Problems.invalid(
          field, "The field " + field + " has 1 to " + MOST + " entries, or is absent for all.");
    }
    return entries;
  }

  private static Supplier<ProblemException> problem(String field, String detail) {
    return () -> Problems.invalid(field, detail);
  }
}
