@NullMarked
package baton.submission.admission;

import org.jspecify.annotations.NullMarked;
