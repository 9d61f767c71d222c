#!/bin/sh
# Snakemake asks what became of a job: prints running, success or failed. A job that was killed cannot say so itself.
state=$(scontrol show job -o "$1" 2> /dev/null | sed -n 's/.* JobState=\([A-Z_]*\).*/\1/p')
# The controller forgets jobs after a while; the accounting database, where there is one, does not.
[ -n "$state" ] || state=$(sacct -j "$1" -X -n -P -o State 2> /dev/null | head -n 1 | cut -d ' ' -f 1)
case "$state" in
  COMPLETED) echo success ;;
  PENDING | CONFIGURING | RUNNING | COMPLETING | SUSPENDED | REQUEUED | RESIZING | SIGNALING | STAGE_OUT | STOPPED) echo running ;;
  *) echo failed ;;
esac
