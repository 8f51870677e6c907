@NullMarked
package baton.submission.compose;

import org.jspecify.annotations.NullMarked;
