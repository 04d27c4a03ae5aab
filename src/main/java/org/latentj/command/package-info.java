/**
 * API. SciJava commands, one file per menu entry: parameters, and the operation
 * that is made of them. A command makes a record and hands it to the service;
 * it computes nothing. What commands share is in the rooms below:
 * {@code command.base}, {@code command.batch}, {@code command.preview},
 * {@code command.progress}, {@code command.input}, {@code command.models}. What
 * is read from and made of an image is in {@code imageplus}.
 */

package org.latentj.command;
