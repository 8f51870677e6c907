package baton.tracking.engagement;

import org.jspecify.annotations.Nullable;

/**
 * A request as the edge saw it.
 *
 * @param headersOnly whether it asked for headers only (HTTP HEAD), as no mail program or browser
 *     does when it shows something to a person
 * @param userAgent as sent, of any length; null where none was
 * @param speculative whether it said that it prefetches
 * @param address the client's IP address; null where there is none
 */
public record Visit(
    boolean headersOnly,
    @Nullable String userAgent,
    boolean speculative,
    @Nullable String address) {}
