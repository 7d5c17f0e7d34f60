// "I attached it" without a file: in the languages that people write here.

const words =
  /(?<![\p{L}])(attached|attachment|attachments|enclosed|bijlage|bijlagen|bijgevoegd|bijgesloten|toegevoegd als bestand|anhang|anh\u00e4nge|angeh\u00e4ngt|anbei|beigef\u00fcgt)(?![\p{L}])/iu;

/** The word that speaks of a file, if one does; what is quoted does not count. */
export function forgottenFile(html: string): string | undefined {
  const own = html.replace(/<blockquote[\s\S]*?<\/blockquote>/gi, ' ').replace(/<[^>]*>/g, ' ');
  return words.exec(own)?.[1];
}
