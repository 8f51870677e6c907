package baton.smtp.grammar;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The ESMTP parameters of {@code RCPT TO}, which RFC 3461 defines.
 *
 * @param notifyOn when the sender wants a notification; empty where it did not say, which means on
 *     failure, and perhaps on delay
 * @param originalRecipient the recipient as the first sender wrote it
 */
public record RcptParameters(Set<Notify> notifyOn, Optional<OriginalRecipient> originalRecipient) {

  /** No parameter at all. */
  public static final RcptParameters NONE = new RcptParameters(Set.of(), Optional.empty());

  public RcptParameters {
    if (notifyOn.contains(Notify.NEVER) && notifyOn.size() > 1) {
      throw new IllegalArgumentException("NEVER stands alone");
    }
    notifyOn =
        notifyOn.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(notifyOn));
  }

  /** The values of {@code NOTIFY} (section 4.1); {@link #NEVER} stands alone. */
  public enum Notify {
    NEVER,
    SUCCESS,
    FAILURE,
    DELAY
  }

  static RcptParameters parse(String text, Set<Extension> offered) {
    if (text.isEmpty()) {
      return NONE;
    }
    ParameterReader reader = new ParameterReader("RCPT", text, offered);
    Set<Notify> notify = Set.of();
    Optional<OriginalRecipient> originalRecipient = Optional.empty();
    while (reader.next()) {
      switch (reader.keyword()) {
        case "NOTIFY" -> notify = notify(reader);
        case "ORCPT" -> originalRecipient = Optional.of(originalRecipient(reader));
        default -> throw reader.unknown();
      }
    }
    return new RcptParameters(notify, originalRecipient);
  }

  private static Set<Notify> notify(ParameterReader reader) {
    Set<Notify> notify = EnumSet.noneOf(Notify.class);
    for (String word : reader.value(Extension.DSN).split(",", -1)) {
      notify.add(
          switch (word.toUpperCase(Locale.ROOT)) {
            case "NEVER" -> Notify.NEVER;
            case "SUCCESS" -> Notify.SUCCESS;
            case "FAILURE" -> Notify.FAILURE;
            case "DELAY" -> Notify.DELAY;
            default -> throw reader.wrong("is NEVER, or of SUCCESS, FAILURE, DELAY");
          });
    }
    if (notify.contains(Notify.NEVER) && notify.size() > 1) {
      throw reader.wrong("has NEVER beside others");
    }
    return notify;
  }

  private static OriginalRecipient originalRecipient(ParameterReader reader) {
    String value = reader.value(Extension.DSN);
    if (value.length() > OriginalRecipient.LONGEST) {
      throw reader.wrong("has more than " + OriginalRecipient.LONGEST + " characters");
    }
    return OriginalRecipient.parse(value)
        .orElseThrow(() -> reader.wrong("is a type, a semicolon and an address in xtext"));
  }
}
