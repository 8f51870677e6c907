/**
 * The mailbox: where mail goes until somebody says that it may leave the machine.
 *
 * <p>What enters: mail by SMTP, in {@code smtp}. It is kept in {@code store}, made fit to be looked
 * at in {@code reading}, and shown in {@code pages}, which is where it leaves. This package itself
 * opens and closes the rooms in their order.
 */
@NullMarked
package baton.standalone.mailbox;

import org.jspecify.annotations.NullMarked;
