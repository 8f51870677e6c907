@org.jspecify.annotations.NullMarked
package baton.submission.idempotency;
