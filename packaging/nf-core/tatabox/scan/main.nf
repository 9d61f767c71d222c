process TATABOX_SCAN {
    tag "${meta.id}"
    label 'process_medium'

    conda "${moduleDir}/environment.yml"
    container "${workflow.containerEngine in ['singularity', 'apptainer'] && !task.ext.singularity_pull_docker_container
        ? 'https://depot.galaxyproject.org/singularity/tatabox:0.1.0--hdfd78af_0'
        : 'quay.io/biocontainers/tatabox:0.1.0--hdfd78af_0'}"

    input:
    tuple val(meta), path(fasta)
    tuple val(meta2), path(motifs)
    val format

    output:
    tuple val(meta), path("${prefix}.${format}.gz"), emit: hits
    tuple val(meta), path("${prefix}.${format}.gz.tbi"), emit: tbi, optional: true
    tuple val("${task.process}"), val('tatabox'), eval("tatabox --version | sed 's/^tatabox //'"), emit: versions_tatabox, topic: versions

    when:
    task.ext.when == null || task.ext.when

    script:
    def args = task.ext.args ?: ''
    def motifs_arg = motifs ? "--motifs ${motifs}" : ''
    prefix = task.ext.prefix ?: "${meta.id}"
    """
    tatabox scan \\
        ${args} \\
        ${motifs_arg} \\
        --threads ${task.cpus} \\
        --format ${format} \\
        --output ${prefix}.${format}.gz \\
        ${fasta}
    """

    stub:
    prefix = task.ext.prefix ?: "${meta.id}"
    """
    echo "" | gzip > ${prefix}.${format}.gz
    touch ${prefix}.${format}.gz.tbi
    """
}
