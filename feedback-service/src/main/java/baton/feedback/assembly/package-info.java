/**
 * Where the house is put together: what an operator may say ({@link
 * baton.feedback.assembly.FeedbackConfig}) and the rooms of the middle, made from it. In comes the
 * configuration; out go the beans that the edges {@code smtp} and {@code events} are given.
 */
@NullMarked
package baton.feedback.assembly;

import org.jspecify.annotations.NullMarked;
