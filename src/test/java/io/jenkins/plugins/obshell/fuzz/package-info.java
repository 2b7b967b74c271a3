/** Coverage-guided fuzzing of whatever reads what an obshell or a person says, and the corpus that it left. */
package io.jenkins.plugins.obshell.fuzz;
