#!/bin/sh
# A real Slurm on this machine: munge, slurmctld and two slurmd, no systemd. Submits
# cli/cluster/slurm-array.sh as an array, requeues one of its tasks while it runs, merges, and compares
# the union with a single run. Needs slurm-wlm and munge, and root (tests/run.sh --slurm installs them).
#
#   test_slurm.sh ECGPRESS      in an empty folder; its daemons are ended at the end
set -eu
press=$1
here=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(pwd)/slurm
host=$(hostname -s)
rm -rf "$dir" single array
mkdir -p "$dir/state"

stop() {
    for name in slurmd-node1 slurmd-node2 slurmctld munged; do
        if [ -f "$dir/$name.pid" ]; then kill "$(cat "$dir/$name.pid")" 2>/dev/null || true; fi
    done
}
fail() {
    echo "FAILED: $*"
    tail -n 5 "$dir"/*.log task-*.out 2>/dev/null || true
    exit 1
}
trap stop EXIT

# until SECONDS COMMAND...: tries it until it succeeds.
until_true() {
    end=$(($(date +%s) + $1))
    shift
    while ! "$@" >/dev/null 2>&1; do
        [ "$(date +%s)" -lt "$end" ] || return 1
        sleep 0.2
    done
}

(umask 077 && dd if=/dev/urandom of="$dir/munge.key" bs=1024 count=1 2>/dev/null)
munged --force --key-file="$dir/munge.key" --socket="$dir/munge.socket" --pid-file="$dir/munged.pid" \
    --log-file="$dir/munged.log" --seed-file="$dir/munge.seed"

cat >"$dir/slurm.conf" <<CONF
ClusterName=ecgpress
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$dir/munge.socket
SlurmctldPort=16817
SlurmctldPidFile=$dir/slurmctld.pid
SlurmctldLogFile=$dir/slurmctld.log
StateSaveLocation=$dir/state
SlurmdPidFile=$dir/slurmd-%n.pid
SlurmdLogFile=$dir/slurmd-%n.log
SlurmdSpoolDir=$dir/spool-%n
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/linear
SchedulerType=sched/builtin
ReturnToService=2
MpiDefault=none
NodeName=node[1-2] NodeHostname=$host NodeAddr=127.0.0.1 Port=[16818-16819] CPUs=1 RealMemory=4096 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
echo "CgroupPlugin=cgroup/v1" >"$dir/cgroup.conf"
export SLURM_CONF="$dir/slurm.conf"
slurmctld
mkdir -p "$dir/spool-node1" "$dir/spool-node2"
slurmd -N node1
slurmd -N node2
# shellcheck disable=SC2016
until_true 30 sh -c 'test "$(sinfo -h -t idle -o %D)" = 2' || fail "two nodes, idle: $(sinfo -h)"

arguments="--synthetic 9 --variants 4 --recipe clean --set output.dpi=60 --seed 8 --device software"
# shellcheck disable=SC2086
job=$(ECGPRESS=$press sbatch --parsable --array=0-5 --cpus-per-task=1 --mem=0 --output=task-%a.out \
    "$here/cli/cluster/slurm-array.sh" $arguments -o array)
echo "array $job of 6 tasks on $(sinfo -h -o %D) nodes"

# While task 1 works: its manifest has a line, and it has not ended.
until_true 120 sh -c 'test -s array/manifest-1-of-6.jsonl' || fail "task 1 never began"
lines=$(wc -l <array/manifest-1-of-6.jsonl)
scontrol requeue "${job}_1" || fail "requeue"
echo "requeued task 1 after $lines of its 6 images"
"$press" merge array >merge.out 2>&1 && fail "merged a set that is not whole"
grep -q "missing: synthetic-\|was not begun" merge.out || fail "merge did not say what is missing"

until_true 300 sh -c "test -z \"\$(squeue -h -j $job)\"" || fail "still running: $(squeue -h)"
grep -q "from an earlier run" task-1.out || fail "task 1 did not go on where it was: $(cat task-1.out)"
"$press" merge array || fail "merge"

# shellcheck disable=SC2086
"$press" generate $arguments -o single --progress none || fail "the single run"
rm -f array/manifest-*-of-6.jsonl array/todo-*-of-6.txt
diff -r single array || fail "the union differs from a single run"
echo "all as expected: $(wc -l <array/manifest.jsonl) images, the same bytes"
