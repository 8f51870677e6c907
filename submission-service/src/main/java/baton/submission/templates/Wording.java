package baton.submission.templates;

import org.jspecify.annotations.Nullable;

/**
 * What a message says: either with tags in it, as a template has it, or finished.
 *
 * @param subject null for none
 * @param text the text part; null for none
 * @param html the HTML part; null for none
 */
public record Wording(@Nullable String subject, @Nullable String text, @Nullable String html) {}
