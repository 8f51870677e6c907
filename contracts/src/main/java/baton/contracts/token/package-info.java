/**
 * Tokens that let tracking and feedback work with no database: what they need is sealed in the URL,
 * the header or the return path, and cannot be forged. DESIGN section 5.
 */
@NullMarked
package baton.contracts.token;

import org.jspecify.annotations.NullMarked;
