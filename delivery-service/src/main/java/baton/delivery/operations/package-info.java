/** What operators see of delivery: metrics and health. */
@NullMarked
package baton.delivery.operations;

import org.jspecify.annotations.NullMarked;
