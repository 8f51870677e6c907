/**
 * The platform as its users meet it: real clients hand mail over, real servers and the scripted one
 * take it, an independent consumer reads the topics. Each test ends in counted outcomes.
 */
@NullMarked
package baton.standalone.relay;

import org.jspecify.annotations.NullMarked;
