package baton.submission.domains;

/**
 * What a look into the DNS found.
 *
 * @param verified whether the domain is the account's own
 * @param finding a sentence for the domain's owner
 */
public record Verification(boolean verified, String finding) {}
