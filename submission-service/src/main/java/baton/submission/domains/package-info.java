/**
 * What mail may be sent from: sending domains, their DKIM keys and the proof that a domain is an
 * account's own. Enters the name of a domain from admission, which asks for every message; leaves
 * the verified domain with the key that prepare signs with.
 */
@NullMarked
package baton.submission.domains;

import org.jspecify.annotations.NullMarked;
