/**
 * Internal. Texts about models: those in the folders, those that are loaded.
 */

package org.latentj.command.models;
