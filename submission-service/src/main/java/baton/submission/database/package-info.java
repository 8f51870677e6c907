/**
 * The way into PostgreSQL's schema {@code submission}, for the rooms that remember. Enters work
 * from any thread; leaves its result on the thread's context it came from.
 */
@NullMarked
package baton.submission.database;

import org.jspecify.annotations.NullMarked;
