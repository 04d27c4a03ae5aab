// Batch... with the options that stand behind it on the command line, for what the cluster is compared with.
run("Batch...", getArgument());
