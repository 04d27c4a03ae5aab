/**
 * API. Menu entries about models, and their texts: those in the folders, those
 * that are loaded, the memory that they may take.
 */

package org.latentj.command.models;
