/**
 * Puts the rooms of the mail's way together: reads the configuration, makes each part once, starts
 * them in their order and stops them in the reverse. Every room may be seen from here; none sees
 * this one.
 */
@NullMarked
package baton.submission.assembly;

import org.jspecify.annotations.NullMarked;
