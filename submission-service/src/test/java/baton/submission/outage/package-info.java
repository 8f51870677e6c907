/** What submission does while Kafka is away, and when it is back. */
@NullMarked
package baton.submission.outage;

import org.jspecify.annotations.NullMarked;
