#!/usr/bin/env bash
# `kill-one-job.sh HUNG COMMAND…`: runs COMMAND (a workflow), kills the Slurm job whose number appears in the file HUNG, and
# wants COMMAND to fail; then runs it again and wants it to succeed. Output: first.log and second.log.
set -euo pipefail
hung=$1
shift
"$@" --restart-times 0 > first.log 2>&1 &
workflow=$!
for _ in $(seq 600); do
  [ -s "$hung" ] && break
  kill -0 "$workflow" 2> /dev/null || { tail -n 20 first.log >&2; exit 1; }
  sleep 0.2
done
scancel --signal=KILL --full "$(cat "$hung")"
if wait "$workflow"; then echo "the workflow did not notice that its job was killed" >&2; exit 1; fi
"$@" > second.log 2>&1
