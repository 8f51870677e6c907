package baton.submission.smtp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Remembers failed logins, so that guessing becomes slow and then futile. What it remembers is
 * bounded, and this instance's alone.
 *
 * <p>A user name may be anything here, so strangers can fail under a name that others use.
 * Therefore an address that has logged in under a name is not turned away for what others do under
 * it. A login that succeeds takes no failure back: whoever has an account could guess for ever.
 */
final class LoginGuard {

  private static final int MOST = 50_000;
  private static final int LONGEST_NAME = 100;
  private static final Duration ACQUAINTANCE = Duration.ofDays(7);

  private final LoginLimits limits;
  private final Cache<String, Integer> byAddress;
  private final Cache<String, Integer> byUser;
  private final Cache<Acquaintance, Boolean> acquainted;

  private record Acquaintance(String network, String user) {}

  LoginGuard(LoginLimits limits) {
    this(limits, Ticker.systemTicker());
  }

  LoginGuard(LoginLimits limits, Ticker ticker) {
    this.limits = limits;
    this.byAddress = remembering(limits.memory(), ticker).build();
    this.byUser = remembering(limits.memory(), ticker).build();
    this.acquainted = remembering(ACQUAINTANCE, ticker).build();
  }

  private static Caffeine<Object, Object> remembering(Duration time, Ticker ticker) {
    return Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(time).ticker(ticker);
  }

  /** Whether a login is not even to be looked at. Does not count as a failure. */
  boolean turnsAway(InetAddress address, String user) {
    String network = network(address);
    String name = name(user);
    return reached(limits.perAddress(), byAddress.getIfPresent(network))
        || (reached(limits.perUser(), byUser.getIfPresent(name))
            && acquainted.getIfPresent(new Acquaintance(network, name)) == null);
  }

  private static boolean reached(int limit, Integer failures) {
    return limit > 0 && failures != null && failures >= limit;
  }

  /**
   * A login has failed.
   *
   * @return how long its answer is to take
   */
  Duration failed(InetAddress address, String user) {
    int fromThere = byAddress.asMap().merge(network(address), 1, Integer::sum);
    int underThatName = byUser.asMap().merge(name(user), 1, Integer::sum);
    return limits.delay(Math.max(fromThere, underThatName));
  }

  /** A login has succeeded. */
  void succeeded(InetAddress address, String user) {
    acquainted.put(new Acquaintance(network(address), name(user)), true);
  }

  /** Whoever has one IPv6 address has the 2^64 of its network. */
  private static String network(InetAddress address) {
    byte[] octets = address.getAddress();
    return HexFormat.of()
        .formatHex(address instanceof Inet6Address ? Arrays.copyOf(octets, 8) : octets);
  }

  private static String name(String user) {
    return user.length() <= LONGEST_NAME ? user : user.substring(0, LONGEST_NAME);
  }
}
