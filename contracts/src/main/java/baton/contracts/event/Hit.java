package baton.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that a recipient's mail program, or something before it, made of tracking.
 *
 * @param id of this request
 * @param agent {@code person}, {@code proxy}, {@code prefetch} or {@code scanner}
 * @param userAgent as sent; null where none was
 * @param address the client's IP address; null where it is not kept
 */
public record Hit(
    @JsonProperty("hit_id") UUID id,
    String agent,
    @Nullable String userAgent,
    @Nullable String address) {}
