/**
 * What mail may be sent from: sending domains, their DKIM keys and the proof that a domain is an
 * account's own. Enters the name of a domain from admission, which asks for every message; leaves
 * the verified domain with the keys that prepare signs with. Enters the owner who asks what to
 * publish; leaves the records, with what the DNS has in their place. Changes of a domain's status
 * leave by the outbox.
 */
@NullMarked
package baton.submission.domains;

import org.jspecify.annotations.NullMarked;
