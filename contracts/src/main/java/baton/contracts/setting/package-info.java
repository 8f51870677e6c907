/**
 * What submission tells other services on {@code baton.settings}, which is compacted: of accounts,
 * sending domains and API keys, the present state of each.
 */
@NullMarked
package baton.contracts.setting;

import org.jspecify.annotations.NullMarked;
