@NullMarked
package baton.submission.smtp;

import org.jspecify.annotations.NullMarked;
