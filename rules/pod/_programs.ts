/** Programs that read a script or its text, `/usr/bin/python3.11` among them. */
export const interpreter = /^(?:\S*\/)?(?:python[\d.]{0,6}|perl|ruby|node|php|Rscript)$/;
/** Programs that pass their arguments to a shell, or for which an operator is a word of their own. */
export const takesOperators =
  /^(?:\S*\/)?(?:su|sudo|runuser|ssh|xargs|expr|test|\[|awk|jq|watch|script|parallel|redis-cli)$/;
