/**
 * Mail that the platform itself writes, such as non-delivery reports: what its writers put on
 * {@code baton.notices} and submission takes from it, signs and queues. Enters a message with its
 * envelope, leaves headers and octets, and back.
 */
@NullMarked
package baton.contracts.notice;

import org.jspecify.annotations.NullMarked;
