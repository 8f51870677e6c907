package baton.submission.settings;

/**
 * What is the same for all sending domains.
 *
 * @param returnPathDomain the domain of return paths, in lower case and A-labels
 * @param trackingHost the host of tracking URLs
 */
public record PlatformNames(String returnPathDomain, String trackingHost) {}
