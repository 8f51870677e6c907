/**
 * Messages that are written once and sent often. Enter templates (Mustache, without logic) from the
 * http room, to be kept in PostgreSQL, and variables; leaves a {@link
 * baton.submission.templates.Wording}, or a refusal that names the variable. The next room is
 * compose.
 */
@NullMarked
package baton.submission.templates;

import org.jspecify.annotations.NullMarked;
