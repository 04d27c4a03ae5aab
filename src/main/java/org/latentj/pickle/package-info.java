/**
 * Internal. Python's pickles, read and never run:
 * {@link org.latentj.pickle.Unpickler} makes texts, numbers, lists and maps of
 * one. What it names of Python's world is looked up in a closed list,
 * {@link org.latentj.pickle.Globals}, that whoever reads gives. Imports
 * nothing.
 */

package org.latentj.pickle;
