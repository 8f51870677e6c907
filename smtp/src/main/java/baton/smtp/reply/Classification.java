package baton.smtp.reply;

/**
 * What a reply means for the message it was given for.
 *
 * @param bounceClass why; {@code Uncategorized} where the message was delivered
 * @param hard whether the address itself is dead, so that it should get no more mail from anybody:
 *     mailbox or domain does not exist, or is disabled. Only ever true with {@code BOUNCE}
 * @param action what to do
 */
public record Classification(BounceClass bounceClass, boolean hard, Action action) {}
