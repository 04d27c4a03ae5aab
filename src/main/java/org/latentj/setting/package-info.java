/**
 * API. What a setting is: a {@link org.latentj.setting.Setting} tells its name,
 * type, range, default, label and help, from which dialogs, macros' options,
 * JSON and the tables of the documentation are made. May import
 * {@code control}.
 */

package org.latentj.setting;
