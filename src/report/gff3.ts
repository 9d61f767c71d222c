/** GFF3 column 9: `%`, `;`, `=`, `&`, `,` and control characters as %XX (specification 1.26). */
export function gff3Attribute(text: string): string {
  return text.replace(/[%;=&,\u0000-\u001f\u007f]/g, percent);
}

/** GFF3 column 1: besides, blanks and a leading `>` may not stand there. */
export function gff3Sequence(text: string): string {
  return text.replace(/[%\s\u0000-\u001f\u007f]|^>/g, percent);
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
