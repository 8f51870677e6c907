/** Shows that broker and database keep what they acknowledged, and refuse in words. */
@NullMarked
package baton.embedded;

import org.jspecify.annotations.NullMarked;
