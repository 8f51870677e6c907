package baton.delivery.outcome;

import baton.contracts.event.TlsFacts;
import org.jspecify.annotations.Nullable;

/**
 * The remote server of an attempt.
 *
 * @param host its name
 * @param address IP address and port
 * @param tls null where the connection is in the clear
 */
public record Peer(String host, String address, @Nullable TlsFacts tls) {}
