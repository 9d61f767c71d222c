"""Snakemake wrapper for tatabox."""

__author__ = "The tatabox developers"
__copyright__ = "Copyright 2026, The tatabox developers"
__email__ = "tatabox@users.noreply.github.com"
__license__ = "MIT"

from pathlib import PurePath

from snakemake.shell import shell

COMMANDS = ["report", "scan", "enrich", "cpg", "methylate", "promoters", "enhancers", "express"]

log = snakemake.log_fmt_shell(stdout=True, stderr=True)
extra = snakemake.params.get("extra", "")
command = snakemake.params.get("command", "report")
if command not in COMMANDS:
    raise ValueError(f"params.command is {command!r}; it must be one of {', '.join(COMMANDS)}")

output = str(snakemake.output[0])
ending = PurePath(output.removesuffix(".gz")).suffix.lstrip(".")
output_format = "mqc" if output.endswith("_mqc.tsv") else ending


def files(option, name):
    """The option once for each file of an input, if there are any."""
    paths = snakemake.input.get(name, [])
    paths = [paths] if isinstance(paths, str) else paths
    return " ".join(f"{option} {path}" for path in paths)


fasta = snakemake.input.get("fasta", snakemake.input[0])
fasta = fasta if isinstance(fasta, str) else " ".join(fasta)
motifs = files("--motifs", "motifs")
tss = files("--tss", "tss")
regions = files("--regions", "regions")

shell(
    "tatabox {command} {fasta} {motifs} {tss} {regions}"
    " --threads {snakemake.threads} --format {output_format} --output {output} {extra} {log}"
)
