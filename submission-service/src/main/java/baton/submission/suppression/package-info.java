/**
 * Who must not be written to. Enter complaints, hard bounces and unsubscribes from the event
 * topics, and what people put on the list by hand; leave rows in PostgreSQL and records on {@code
 * baton.suppressions}, by which every instance's memory follows. Admission asks here before mail is
 * queued.
 */
@NullMarked
package baton.submission.suppression;

import org.jspecify.annotations.NullMarked;
