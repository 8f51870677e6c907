/**
 * Opens, clicks and unsubscribes. A request comes in by {@link baton.tracking.http}, {@link
 * baton.tracking.engagement} says what it means, {@link baton.tracking.events} puts that on {@code
 * baton.events.tracking}. This package reads the configuration and puts the rooms together. There
 * is no database: what a request is about is sealed in its URL.
 */
@NullMarked
package baton.tracking;

import org.jspecify.annotations.NullMarked;
