@NullMarked
package baton.submission.outbox;

import org.jspecify.annotations.NullMarked;
