/** What submission asks delivery to do with mail that is on its way. */
@NullMarked
package baton.contracts.command;

import org.jspecify.annotations.NullMarked;
