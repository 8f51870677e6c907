/**
 * Requests from mail programs, browsers and mailbox providers: {@code /t/o/}, {@code /t/c/}, {@code
 * /t/u/}. In come HTTP requests, each becomes a token and a {@link baton.tracking.engagement.Visit}
 * for {@link baton.tracking.engagement}; out go a pixel, a redirect or a page. Routes on the event
 * loop: nothing here waits but an unsubscribe, and that not on a thread.
 */
@NullMarked
package baton.tracking.http;

import org.jspecify.annotations.NullMarked;
