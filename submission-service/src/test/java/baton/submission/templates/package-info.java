@NullMarked
package baton.submission.templates;

import org.jspecify.annotations.NullMarked;
