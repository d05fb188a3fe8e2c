#!/bin/sh
#SBATCH --job-name=ecgpress
#SBATCH --cpus-per-task=4
#SBATCH --mem=4G
#SBATCH --requeue
# One dataset made by the tasks of a Slurm array, each its part. Arguments are those of generate:
#
#   sbatch --array=0-63 cli/cluster/slurm-array.sh -i /data/records -o /data/out --recipe mixed --seed 1
#   ecgpress merge /data/out            when all have ended: one manifest, or what is missing
#
# A task that is stopped, requeued or fails goes on where it was. Some tasks alone, later (they must
# hear how many parts there were):
#
#   ECGPRESS_SHARDS=64 sbatch --array=3,17 cli/cluster/slurm-array.sh -i ... (the same arguments)
#
# ECGPRESS names the program when it is not in PATH. With GPUs, add --gres=gpu:1: each task then draws
# on the first one it may use (that part was not tried). The output folder must be one that all nodes see.
exec "${ECGPRESS:-ecgpress}" generate "$@" --jobs "${SLURM_CPUS_PER_TASK:-0}" --progress none
