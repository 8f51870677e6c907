/**
 * The MX engine. A message enters by {@code intake} from {@code baton.outbound} (or again by {@code
 * deferral} when its retry is due), is given a destination by {@code routing}, waits for its turn
 * in {@code shaping}, travels by {@code transmission}, and leaves as an {@code outcome}, which
 * intake makes durable: an ending or a retry, told in {@code events}. Here stand the words that all
 * rooms share.
 */
@NullMarked
package baton.delivery;

import org.jspecify.annotations.NullMarked;
