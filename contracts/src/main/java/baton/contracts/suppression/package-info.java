/** Who must not be written to, as {@code baton.suppressions} tells it to every service. */
@NullMarked
package baton.contracts.suppression;

import org.jspecify.annotations.NullMarked;
