process TATABOX_REPORT {
    tag "${meta.id}"
    label 'process_single'

    conda "${moduleDir}/environment.yml"
    container "${workflow.containerEngine in ['singularity', 'apptainer'] && !task.ext.singularity_pull_docker_container
        ? 'https://depot.galaxyproject.org/singularity/tatabox:0.1.0--hdfd78af_0'
        : 'quay.io/biocontainers/tatabox:0.1.0--hdfd78af_0'}"

    input:
    tuple val(meta), path(fasta), path(tss)
    val format

    output:
    tuple val(meta), path("${prefix}${suffix}"), emit: report
    tuple val("${task.process}"), val('tatabox'), eval("tatabox --version | sed 's/^tatabox //'"), emit: versions_tatabox, topic: versions

    when:
    task.ext.when == null || task.ext.when

    script:
    def args = task.ext.args ?: ''
    def tss_arg = tss ? "--tss ${tss}" : ''
    prefix = task.ext.prefix ?: "${meta.id}"
    suffix = format == 'mqc' ? '_mqc.tsv' : ".${format}"
    """
    tatabox report \\
        ${args} \\
        ${tss_arg} \\
        --format ${format} \\
        --output ${prefix}${suffix} \\
        ${fasta}
    """

    stub:
    prefix = task.ext.prefix ?: "${meta.id}"
    suffix = format == 'mqc' ? '_mqc.tsv' : ".${format}"
    """
    touch ${prefix}${suffix}
    """
}
