/** Shows that what tests rely on is reliable: each peer is met by a client that is not its own. */
@NullMarked
package baton.testkit;

import org.jspecify.annotations.NullMarked;
