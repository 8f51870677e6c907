/**
 * Tells the other services what they must know of accounts, sending domains and API keys. Enter the
 * keys of what has changed, written down by PostgreSQL's triggers beside every change; leave
 * records on {@code baton.settings}, by the outbox. {@link baton.submission.settings.SettingTables}
 * is the truth, {@link baton.submission.settings.SettingsTopic} what the others see of it, and
 * {@link baton.submission.settings.SettingsPublisher} makes the second follow the first.
 */
@NullMarked
package baton.submission.settings;

import org.jspecify.annotations.NullMarked;
