/**
 * API. ComfyUI's workflows: read from files, changed, run. Rooms below it:
 * {@code graph} (nodes and links), {@code node} (what a type of nodes is),
 * {@code entry} (all types), {@code format} (files), {@code run},
 * {@code export} (records as workflows). Knows no ImageJ.
 */

package org.latentj.workflow;
