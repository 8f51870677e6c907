package baton.submission.templates;

import java.time.Instant;

/**
 * A template of an account's.
 *
 * @param name by which the account asks for it, in the form of {@link TemplateRules#NAME}
 * @param wording with tags in it
 * @param missing what is done where a variable is missing
 */
public record Template(
    String name, Wording wording, MissingVariable missing, Instant createdAt, Instant updatedAt) {}
