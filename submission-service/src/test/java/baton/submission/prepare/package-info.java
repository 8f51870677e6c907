@NullMarked
package baton.submission.prepare;

import org.jspecify.annotations.NullMarked;
