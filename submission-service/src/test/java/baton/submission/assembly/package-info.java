@NullMarked
package baton.submission.assembly;

import org.jspecify.annotations.NullMarked;
