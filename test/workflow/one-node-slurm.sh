#!/usr/bin/env bash
# A Slurm of one node, for tests: `one-node-slurm.sh COMMAND…` starts munged, slurmctld and slurmd by hand (no systemd, no
# accounting), runs COMMAND with SLURM_CONF set, ends what it started and leaves nothing behind. Needs root.
set -euo pipefail
dir=$(mktemp -d)

host=$(hostname -s)
port=$((20000 + RANDOM % 20000))
mkdir -p "$dir/state" "$dir/spool" "$dir/munge"
head -c 1024 /dev/urandom > "$dir/munge/key"
chmod 755 "$dir" "$dir/munge"
chmod 400 "$dir/munge/key"
chown -R munge: "$dir/munge"
cat > "$dir/slurm.conf" << CONF
ClusterName=one
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$dir/munge/socket
CredType=cred/munge
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdLogFile=$dir/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MailProg=/bin/true
ReturnToService=2
NodeName=$host NodeHostname=$host NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=$(($(getconf _PHYS_PAGES) * $(getconf PAGE_SIZE) / 1048576)) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF="$dir/slurm.conf"

started=()
finish() {
  kill "${started[@]}" 2> /dev/null || true
  for _ in $(seq 50); do kill -0 "${started[@]}" 2> /dev/null || break; sleep 0.1; done
  kill -KILL "${started[@]}" 2> /dev/null || true
  rm -rf "$dir"
}
trap finish EXIT

setpriv --reuid munge --regid munge --clear-groups munged --foreground --key-file="$dir/munge/key" --socket="$dir/munge/socket" \
  --pid-file="$dir/munge/pid" --log-file="$dir/munge/log" --seed-file="$dir/munge/seed" > /dev/null 2>&1 &
started+=($!)
for _ in $(seq 50); do [ -S "$dir/munge/socket" ] && break || sleep 0.1; done
[ -S "$dir/munge/socket" ] || { echo "munged did not start" >&2; exit 1; }
slurmctld -D > /dev/null 2>&1 &
started+=($!)
slurmd -D -N "$host" > /dev/null 2>&1 &
started+=($!)
for _ in $(seq 150); do sinfo -h -o %T 2> /dev/null | grep -q idle && break || sleep 0.2; done
sinfo -h -o %T | grep -q idle || { tail -n 5 "$dir"/*.log >&2; exit 1; }

status=0
"$@" || status=$?
exit "$status"
