/**
 * Mail on its way: the record that submission publishes on {@code baton.outbound} and delivery
 * takes from it. Enters a signed message with its envelope, leaves headers and octets, and back.
 */
@NullMarked
package baton.contracts.outbound;

import org.jspecify.annotations.NullMarked;
